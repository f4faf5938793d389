import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Operation } from '../problems/operation.decorator';
import { DashboardDto, DashboardQueryDto } from './dashboard.dto';
import { DashboardQuery } from './dashboard.query';
import { QualityDto, QualityQueryDto } from './quality.dto';
import { QualityQuery } from './quality.query';

@ApiTags('experiments')
@Controller('dashboard')
export class DashboardController {
  constructor(
    private readonly dashboards: DashboardQuery,
    private readonly qualities: QualityQuery,
  ) {}

  @Get()
  @Operation({ id: 'getDashboard', summary: 'What needs a person, what was decided, how prompts are doing' })
  @ApiOkResponse({ type: DashboardDto })
  dashboard(@Query() { days }: DashboardQueryDto): Promise<DashboardDto> {
    return this.dashboards.ofDays(days);
  }

  @Get('quality')
  @Operation({
    id: 'getQualityByVersion',
    summary: "What was said of a prompt's versions, day by day",
    description:
      'Observed, not an experiment: versions were used at other times, by others. Flagged uses do not count.',
    problems: ['PROMPT_NOT_FOUND'],
  })
  @ApiOkResponse({ type: QualityDto })
  quality(@Query() query: QualityQueryDto): Promise<QualityDto> {
    return this.qualities.ofPrompt(query);
  }
}
