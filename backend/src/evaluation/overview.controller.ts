import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Operation } from '../problems/operation.decorator';
import { JumpTargetsDto, PromptActivityListDto, PromptActivityQueryDto } from './overview.dto';
import { OverviewQuery } from './overview.query';

@ApiTags('prompts')
@Controller()
export class OverviewController {
  constructor(private readonly overview: OverviewQuery) {}

  @Get('prompt-activity')
  @Operation({
    id: 'getPromptActivity',
    summary: 'How often prompts were used in the last seven days, and what is on trial on them',
  })
  @ApiOkResponse({ type: PromptActivityListDto })
  activity(@Query() { id }: PromptActivityQueryDto): Promise<PromptActivityListDto> {
    return this.overview.activity(id);
  }

  @Get('jump-targets')
  @Operation({ id: 'listJumpTargets', summary: 'The names of prompts and experiments, to go to one of them' })
  @ApiOkResponse({ type: JumpTargetsDto })
  targets(): Promise<JumpTargetsDto> {
    return this.overview.targets();
  }
}
