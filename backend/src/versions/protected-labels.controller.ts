import { Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../identity/actor.decorator';
import type { Actor } from '../identity/principal';
import { Operation } from '../problems/operation.decorator';
import { ProtectedLabelDto, ProtectedLabelListDto, ProtectedLabelRefDto } from './label.dto';
import { PageQueryDto } from '../page.dto';
import { ProtectedLabelsService } from './protected-labels.service';

@ApiTags('prompts')
@Controller('protected-labels')
export class ProtectedLabelsController {
  constructor(private readonly labels: ProtectedLabelsService) {}

  @Get()
  @Operation({ id: 'listProtectedLabels', summary: 'List the labels that only admins may move' })
  @ApiOkResponse({ type: ProtectedLabelListDto })
  list(@Query() query: PageQueryDto): Promise<ProtectedLabelListDto> {
    return this.labels.list(query);
  }

  @Put(':label')
  @Operation({ id: 'protectLabel', summary: 'Let only admins move a label, on every prompt' })
  @ApiOkResponse({ type: ProtectedLabelDto })
  protect(
    @CurrentActor() actor: Actor,
    @Param() { label }: ProtectedLabelRefDto,
  ): Promise<ProtectedLabelDto> {
    return this.labels.protect(actor, label);
  }

  @Delete(':label')
  @HttpCode(204)
  @Operation({
    id: 'releaseLabel',
    summary: 'Let everyone who may write move a label again',
    problems: ['LABEL_NOT_FOUND'],
  })
  @ApiNoContentResponse({ description: 'The label is no longer protected.' })
  release(@CurrentActor() actor: Actor, @Param() { label }: ProtectedLabelRefDto): Promise<void> {
    return this.labels.release(actor, label);
  }
}
