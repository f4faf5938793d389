import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../identity/actor.decorator';
import type { Actor } from '../identity/principal';
import { Operation } from '../problems/operation.decorator';
import { IfMatch } from './conditional-answer';
import type { Precondition } from './etag';
import { Preconditioned, PromptIdParam } from './header-docs';
import {
  LabelAsOfQueryDto,
  LabelDto,
  LabelHistoryDto,
  LabelHistoryQueryDto,
  LabelListDto,
  LabelRefDto,
  MoveLabelDto,
  ReadLabelRefDto,
} from './label.dto';
import { LabelQuery } from './label.query';
import { LabelsService } from './labels.service';
import { PageQueryDto } from '../page.dto';

@ApiTags('prompts')
@Controller('prompts/:id')
export class LabelsController {
  constructor(
    private readonly query: LabelQuery,
    private readonly labels: LabelsService,
  ) {}

  @Get('labels')
  @PromptIdParam()
  @Operation({ id: 'listLabels', summary: 'List the labels of a prompt', problems: ['PROMPT_NOT_FOUND'] })
  @ApiOkResponse({ type: LabelListDto })
  list(@Param('id') id: string, @Query() query: PageQueryDto): Promise<LabelListDto> {
    return this.query.list(id, query);
  }

  @Get('labels/:label')
  @Operation({
    id: 'getLabel',
    summary: 'Where a label points, or pointed at a moment',
    problems: ['PROMPT_NOT_FOUND', 'LABEL_NOT_FOUND'],
  })
  @ApiOkResponse({ type: LabelDto })
  get(@Param() { id, label }: ReadLabelRefDto, @Query() { asOf }: LabelAsOfQueryDto): Promise<LabelDto> {
    return this.query.get(id, label, asOf);
  }

  @Put('labels/:label')
  @Preconditioned({ required: false })
  @Operation({
    id: 'moveLabel',
    summary: 'Point a label to a version',
    description:
      'Makes the label when it is new. When it points there already, nothing changes and the history gets no row.',
    problems: [
      'PROMPT_NOT_FOUND',
      'VERSION_NOT_FOUND',
      'PROMPT_ARCHIVED',
      'VERSION_CONFLICT',
      'LABEL_PROTECTED',
    ],
  })
  @ApiOkResponse({ type: LabelDto })
  move(
    @CurrentActor() actor: Actor,
    @Param() { id, label }: LabelRefDto,
    @IfMatch() precondition: Precondition,
    @Body() dto: MoveLabelDto,
  ): Promise<LabelDto> {
    return this.labels.move(actor, id, label, dto, precondition);
  }

  @Delete('labels/:label')
  @HttpCode(204)
  @Preconditioned({ required: false })
  @Operation({
    id: 'removeLabel',
    summary: 'Remove a label',
    problems: [
      'PROMPT_NOT_FOUND',
      'LABEL_NOT_FOUND',
      'LABEL_IN_USE',
      'PROMPT_ARCHIVED',
      'VERSION_CONFLICT',
      'LABEL_PROTECTED',
    ],
  })
  @ApiNoContentResponse({ description: 'The label is gone; its history stays.' })
  remove(
    @CurrentActor() actor: Actor,
    @Param() { id, label }: LabelRefDto,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.labels.remove(actor, id, label, precondition);
  }

  @Get('label-history')
  @PromptIdParam()
  @Operation({
    id: 'listLabelMoves',
    summary: 'All moves of the labels of a prompt, newest first',
    problems: ['PROMPT_NOT_FOUND'],
  })
  @ApiOkResponse({ type: LabelHistoryDto })
  history(@Param('id') id: string, @Query() query: LabelHistoryQueryDto): Promise<LabelHistoryDto> {
    return this.query.history(id, query);
  }
}
