import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../identity/actor.decorator';
import type { Actor } from '../identity/principal';
import { Operation } from '../problems/operation.decorator';
import { ApprovalService } from './approval.service';
import { EvaluationDto, toEvaluationDto } from './evaluation.dto';
import { EvaluationService, type EvaluationOutcome } from './evaluation.service';
import { VerificationDto } from './verification.dto';
import { VerificationQuery } from './verification.query';

const ExperimentIdParam = (): MethodDecorator =>
  ApiParam({
    name: 'id',
    description: "The experiment's id.",
    schema: { type: 'string' },
    example: '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77',
  });

/** What the clock does by itself, done now; and whether it was right. */
@ApiTags('experiments')
@Controller('experiments')
export class EvaluationController {
  constructor(
    private readonly evaluations: EvaluationService,
    private readonly approvals: ApprovalService,
    private readonly verification: VerificationQuery,
  ) {}

  @Post(':id/evaluate')
  @HttpCode(200)
  @ExperimentIdParam()
  @Operation({
    id: 'evaluateExperiment',
    summary: 'Evaluate an experiment now',
    description:
      'What the schedule does by itself: settles the conversations that are due, decides, and ends the experiment when that is decided. Waits for one that is under way. When it is called does not change what is concluded.',
    problems: ['EXPERIMENT_NOT_FOUND', 'TRANSITION_REFUSED'],
  })
  @ApiOkResponse({ type: EvaluationDto })
  async evaluate(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<EvaluationDto> {
    return evaluated(await this.evaluations.evaluate(id, { trigger: 'person', actor }));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @ExperimentIdParam()
  @Operation({
    id: 'approveExperiment',
    summary: 'Agree that an experiment is completed with the variant that won',
    description: 'Where its plan wants a person to agree. Evaluates it at once.',
    problems: ['EXPERIMENT_NOT_FOUND', 'TRANSITION_REFUSED'],
  })
  @ApiOkResponse({ type: EvaluationDto })
  async approve(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<EvaluationDto> {
    return evaluated(await this.approvals.approve(actor, id));
  }

  @Get(':id/verify')
  @ExperimentIdParam()
  @Operation({
    id: 'verifyExperiment',
    summary: "Recompute an experiment's statistics and decision from its conversations",
    description:
      'Counts every settled conversation again, however they were batched, and compares to the last bit.',
    problems: ['EXPERIMENT_NOT_FOUND'],
  })
  @ApiOkResponse({ type: VerificationDto })
  verify(@Param('id') id: string): Promise<VerificationDto> {
    return this.verification.verify(id);
  }
}

function evaluated(outcome: EvaluationOutcome): EvaluationDto {
  // Only the schedule leaves out what others do; a person waits.
  if (outcome.kind === 'skipped') throw new Error(`A person's evaluation was skipped: ${outcome.why}`);
  return toEvaluationDto(outcome.evaluation);
}
