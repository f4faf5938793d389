import { Body, Controller, Param, Post, Put, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../identity/actor.decorator';
import type { Actor } from '../identity/principal';
import { Operation } from '../problems/operation.decorator';
import { IfMatch, tagged } from '../versions/conditional-answer';
import type { Precondition } from '../versions/etag';
import { ETAG, PromptIdParam } from '../versions/header-docs';
import { ExperimentDto } from './experiment-answer.dto';
import { ExperimentDraftsService } from './experiment-drafts.service';
import { BasedOn, ExperimentIdParam } from './experiment-headers';
import { CreateExperimentDto, UpdateExperimentDto } from './experiment.dto';
import { ExperimentQuery } from './experiment.query';

/** Planning experiments on a prompt. */
@ApiTags('experiments')
@Controller('prompts/:id/experiments')
export class PromptExperimentsController {
  constructor(
    private readonly drafts: ExperimentDraftsService,
    private readonly experiments: ExperimentQuery,
  ) {}

  @Post()
  @PromptIdParam()
  @Operation({
    id: 'createExperiment',
    summary: 'Plan an experiment',
    description: 'Makes a draft: nobody is affected until it is started.',
    problems: ['PROMPT_NOT_FOUND', 'PROMPT_ARCHIVED'],
  })
  @ApiCreatedResponse({
    type: ExperimentDto,
    headers: { ...ETAG, Location: { description: 'Where the experiment is.', schema: { type: 'string' } } },
  })
  async create(
    @CurrentActor() actor: Actor,
    @Param('id') prompt: string,
    @Body() dto: CreateExperimentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExperimentDto> {
    const id = await this.drafts.create(actor, prompt, dto);
    void reply.header('location', `/api/v1/experiments/${id}`);
    return tagged(reply, await this.experiments.get(id));
  }

  @Put(':experimentId')
  @PromptIdParam()
  @ExperimentIdParam('experimentId')
  @BasedOn()
  @Operation({
    id: 'updateExperiment',
    summary: 'Change a draft, or grow the traffic of a running experiment',
    description:
      'What is absent stays. Once started, versions, shares, layer and plan are fixed; the traffic share of a running experiment can only grow, which moves nobody.',
    problems: [
      'PROMPT_NOT_FOUND',
      'EXPERIMENT_NOT_FOUND',
      'EXPERIMENT_FROZEN',
      'EXPERIMENT_CONFLICT',
      'PROMPT_ARCHIVED',
    ],
  })
  @ApiOkResponse({ type: ExperimentDto, headers: ETAG })
  async update(
    @CurrentActor() actor: Actor,
    @Param('id') promptId: string,
    @Param('experimentId') experimentId: string,
    @IfMatch() precondition: Precondition,
    @Body() dto: UpdateExperimentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExperimentDto> {
    await this.drafts.update(actor, { experimentId, promptId, precondition }, dto);
    return tagged(reply, await this.experiments.get(experimentId));
  }
}
