import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../identity/actor.decorator';
import type { Actor } from '../identity/principal';
import { Operation } from '../problems/operation.decorator';
import { IfMatch, tagged, unlessKnown } from '../versions/conditional-answer';
import type { Precondition } from '../versions/etag';
import { Cacheable, ETAG } from '../versions/header-docs';
import {
  CompleteExperimentDto,
  PromoteExperimentDto,
  ReasonDto,
  StartExperimentDto,
  StopExperimentDto,
} from './experiment-action.dto';
import { ExperimentDto } from './experiment-answer.dto';
import { BasedOn, ExperimentIdParam } from './experiment-headers';
import { ExperimentLifeService } from './experiment-life.service';
import { ExperimentListDto, ExperimentListQueryDto } from './experiment-list.dto';
import { ExperimentPromotionService } from './experiment-promotion.service';
import { ExperimentQuery } from './experiment.query';

/** The life of experiments: what is done to them, and what came of it. */
@ApiTags('experiments')
@Controller('experiments')
export class ExperimentsController {
  constructor(
    private readonly experiments: ExperimentQuery,
    private readonly life: ExperimentLifeService,
    private readonly promotions: ExperimentPromotionService,
  ) {}

  @Get()
  @Operation({ id: 'listExperiments', summary: 'List experiments, newest first' })
  @ApiOkResponse({ type: ExperimentListDto })
  list(@Query() query: ExperimentListQueryDto): Promise<ExperimentListDto> {
    return this.experiments.list(query);
  }

  @Get(':id')
  @ExperimentIdParam()
  @Cacheable()
  @Operation({
    id: 'getExperiment',
    summary: 'Get an experiment with its history',
    problems: ['EXPERIMENT_NOT_FOUND'],
  })
  @ApiOkResponse({ type: ExperimentDto, headers: ETAG })
  async get(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExperimentDto | undefined> {
    return unlessKnown(reply, await this.experiments.get(id));
  }

  @Post(':id/start')
  @HttpCode(200)
  @ExperimentIdParam()
  @BasedOn()
  @ApiBody({ type: StartExperimentDto, required: false })
  @Operation({
    id: 'startExperiment',
    summary: 'Start a draft',
    description:
      'From now on its versions, shares, plan and salt are fixed. Conversations that began earlier keep what they have.',
    problems: [
      'EXPERIMENT_NOT_FOUND',
      'TRANSITION_REFUSED',
      'EXPERIMENT_CONFLICT',
      'EXPERIMENT_ALREADY_RUNNING',
      'PARITY_BROKEN',
      'LAYER_FULL',
      'LAYER_MISMATCH',
      'PROMPT_ARCHIVED',
      'LABEL_NOT_FOUND',
      'VERSION_CORRUPT',
    ],
  })
  @ApiOkResponse({ type: ExperimentDto, headers: ETAG })
  async start(
    @CurrentActor() actor: Actor,
    @Param('id') experimentId: string,
    @IfMatch() precondition: Precondition,
    @Body() dto: StartExperimentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExperimentDto> {
    await this.life.start(actor, { experimentId, precondition }, dto);
    return tagged(reply, await this.experiments.get(experimentId));
  }

  @Post(':id/pause')
  @HttpCode(200)
  @ExperimentIdParam()
  @BasedOn()
  @ApiBody({ type: ReasonDto, required: false })
  @Operation({
    id: 'pauseExperiment',
    summary: 'Let no further conversations in',
    description: 'Those that are in keep their variant.',
    problems: ['EXPERIMENT_NOT_FOUND', 'TRANSITION_REFUSED', 'EXPERIMENT_CONFLICT'],
  })
  @ApiOkResponse({ type: ExperimentDto, headers: ETAG })
  async pause(
    @CurrentActor() actor: Actor,
    @Param('id') experimentId: string,
    @IfMatch() precondition: Precondition,
    @Body() dto: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExperimentDto> {
    await this.life.pause(actor, { experimentId, precondition }, dto);
    return tagged(reply, await this.experiments.get(experimentId));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @ExperimentIdParam()
  @BasedOn()
  @ApiBody({ type: ReasonDto, required: false })
  @Operation({
    id: 'resumeExperiment',
    summary: 'Let conversations in again',
    description: 'With the traffic share it had.',
    problems: ['EXPERIMENT_NOT_FOUND', 'TRANSITION_REFUSED', 'EXPERIMENT_CONFLICT'],
  })
  @ApiOkResponse({ type: ExperimentDto, headers: ETAG })
  async resume(
    @CurrentActor() actor: Actor,
    @Param('id') experimentId: string,
    @IfMatch() precondition: Precondition,
    @Body() dto: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExperimentDto> {
    await this.life.resume(actor, { experimentId, precondition }, dto);
    return tagged(reply, await this.experiments.get(experimentId));
  }

  @Post(':id/stop')
  @HttpCode(200)
  @ExperimentIdParam()
  @BasedOn()
  @Operation({
    id: 'stopExperiment',
    summary: 'End an experiment without a result',
    description: 'Conversations that are in it keep their variant, unless `immediate` ends it for them too.',
    problems: ['EXPERIMENT_NOT_FOUND', 'TRANSITION_REFUSED', 'EXPERIMENT_CONFLICT'],
  })
  @ApiOkResponse({ type: ExperimentDto, headers: ETAG })
  async stop(
    @CurrentActor() actor: Actor,
    @Param('id') experimentId: string,
    @IfMatch() precondition: Precondition,
    @Body() dto: StopExperimentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExperimentDto> {
    await this.life.stop(actor, { experimentId, precondition }, dto);
    return tagged(reply, await this.experiments.get(experimentId));
  }

  @Post(':id/complete')
  @HttpCode(200)
  @ExperimentIdParam()
  @BasedOn()
  @Operation({
    id: 'completeExperiment',
    summary: 'End an experiment with a result',
    description:
      'Records the winner and why; with `promote` the winner becomes what the prompt serves in the same change.',
    problems: [
      'EXPERIMENT_NOT_FOUND',
      'TRANSITION_REFUSED',
      'EXPERIMENT_CONFLICT',
      'SERVED_MOVED',
      'PROMPT_ARCHIVED',
      'LABEL_PROTECTED',
      'LABEL_NOT_FOUND',
      'VERSION_CORRUPT',
    ],
  })
  @ApiOkResponse({ type: ExperimentDto, headers: ETAG })
  async complete(
    @CurrentActor() actor: Actor,
    @Param('id') experimentId: string,
    @IfMatch() precondition: Precondition,
    @Body() dto: CompleteExperimentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExperimentDto> {
    await this.life.complete(actor, { experimentId, precondition }, dto);
    return tagged(reply, await this.experiments.get(experimentId));
  }

  @Post(':id/promote')
  @HttpCode(200)
  @ExperimentIdParam()
  @BasedOn()
  @ApiBody({ type: PromoteExperimentDto, required: false })
  @Operation({
    id: 'promoteExperiment',
    summary: 'Make the winner what the prompt serves',
    description:
      'Moves the label that the prompt serves, or restores the winner as a new version when it serves `latest`, authored `experiment <name>`. Refused when what is served has changed since the start, unless `approve`.',
    problems: [
      'EXPERIMENT_NOT_FOUND',
      'TRANSITION_REFUSED',
      'EXPERIMENT_CONFLICT',
      'SERVED_MOVED',
      'PROMPT_ARCHIVED',
      'LABEL_PROTECTED',
      'LABEL_NOT_FOUND',
      'VERSION_CORRUPT',
    ],
  })
  @ApiOkResponse({ type: ExperimentDto, headers: ETAG })
  async promote(
    @CurrentActor() actor: Actor,
    @Param('id') experimentId: string,
    @IfMatch() precondition: Precondition,
    @Body() dto: PromoteExperimentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExperimentDto> {
    await this.promotions.promote(actor, { experimentId, precondition }, dto);
    return tagged(reply, await this.experiments.get(experimentId));
  }

  @Post(':id/undo-promotion')
  @HttpCode(200)
  @ExperimentIdParam()
  @BasedOn()
  @ApiBody({ type: PromoteExperimentDto, required: false })
  @Operation({
    id: 'undoPromotion',
    summary: 'Restore what was served before the promotion',
    description: 'Refused when what is served has changed since the promotion, unless `approve`.',
    problems: [
      'EXPERIMENT_NOT_FOUND',
      'TRANSITION_REFUSED',
      'EXPERIMENT_CONFLICT',
      'SERVED_MOVED',
      'PROMPT_ARCHIVED',
      'LABEL_PROTECTED',
      'LABEL_NOT_FOUND',
      'VERSION_CORRUPT',
    ],
  })
  @ApiOkResponse({ type: ExperimentDto, headers: ETAG })
  async undoPromotion(
    @CurrentActor() actor: Actor,
    @Param('id') experimentId: string,
    @IfMatch() precondition: Precondition,
    @Body() dto: PromoteExperimentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExperimentDto> {
    await this.promotions.undo(actor, { experimentId, precondition }, dto);
    return tagged(reply, await this.experiments.get(experimentId));
  }
}
