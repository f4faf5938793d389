import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { ExperimentConclusionService } from '../experiments/experiment-conclusion.service';
import { Experiment } from '../experiments/experiment.entity';
import { MutationsService, type Mutation } from '../identity/mutations.service';
import { systemActor, type Actor } from '../identity/principal';
import { endingOf, type LastUnit } from './ending';
import { isHeldByPause } from './evaluation-verdict';
import type { Evaluation } from './evaluation.entity';
import { readStatistics } from './experiment-standing';
import { ExperimentStatistics } from './experiment-statistics.entity';
import { ExperimentUnit } from './experiment-unit.entity';
import { SettlementService, type LookStep } from './settlement.service';
import { decisionOf } from './standing';

/** Who wants an experiment to be looked at. */
export type Occasion =
  | { readonly trigger: 'schedule'; readonly slot: Date; readonly signal?: AbortSignal }
  | {
      readonly trigger: 'person';
      readonly actor: Actor;
      /** What the person did is in the audit log already. */
      readonly audited?: boolean;
    };

/** What became of it. */
export type EvaluationOutcome =
  | { readonly kind: 'evaluated'; readonly evaluation: Evaluation; readonly ended: boolean }
  | {
      readonly kind: 'skipped';
      readonly why: 'locked' | 'slot_taken' | 'not_on_trial' | 'stopping';
      readonly ended: boolean;
    };

/**
 * Evaluates experiments. The clock, a person and the tests call the same method. What was decided is committed before the
 * experiment is ended by a change of its own; a server that dies in between leaves that to whoever looks next.
 */
@Injectable()
export class EvaluationService {
  constructor(
    private readonly mutations: MutationsService,
    private readonly settlement: SettlementService,
    private readonly conclusions: ExperimentConclusionService,
    @InjectRepository(ExperimentStatistics) private readonly statistics: Repository<ExperimentStatistics>,
  ) {}

  /**
   * Settles the conversations that are due, advances the statistics by them, writes an evaluation, and ends the
   * experiment when that is decided. The verdict is the same for any schedule of evaluations.
   * @throws DomainError EXPERIMENT_NOT_FOUND, TRANSITION_REFUSED for a person's look at one that is not on trial.
   */
  async evaluate(experimentId: string, occasion: Occasion): Promise<EvaluationOutcome> {
    const step = await this.look(experimentId, occasion);
    // Also after a look that was skipped: who decided may not have lived to end it.
    const ended = step.kind === 'stopping' ? false : await this.end(experimentId);
    if (step.kind === 'written') return { kind: 'evaluated', evaluation: step.evaluation, ended };
    return { kind: 'skipped', why: step.kind === 'stopping' ? 'stopping' : step.why, ended };
  }

  private async look(
    experimentId: string,
    occasion: Occasion,
  ): Promise<Exclude<LookStep, { kind: 'more' }> | { readonly kind: 'stopping' }> {
    const beganAt = performance.now();
    const { trigger } = occasion;
    const slot = occasion.trigger === 'schedule' ? occasion.slot : null;
    const actor = occasion.trigger === 'person' ? occasion.actor : systemActor('evaluation');
    for (let newUnits = 0; ;) {
      if (occasion.trigger === 'schedule' && occasion.signal?.aborted) return { kind: 'stopping' };
      const look = { experimentId, trigger, slot, beganAt, newUnits };
      const step = await this.mutations.run(actor, async (mutation) => {
        const done = await this.settlement.step(mutation.manager, look);
        if (done.kind === 'written' && occasion.trigger === 'person' && !occasion.audited)
          await mutation.audit(auditOf(done));
        return done;
      });
      if (step.kind !== 'more') return step;
      ({ newUnits } = step);
    }
  }

  /** Ends an experiment whose statistics have decided; answers whether this call did. */
  private async end(experimentId: string): Promise<boolean> {
    const { manager } = this.statistics;
    const row = await this.statistics.findOneBy({ experimentId });
    if (!row || row.decidedEvent === null) return false;
    const experiment = await manager.findOneByOrFail(Experiment, { id: experimentId });
    if (experiment.status !== 'running' && experiment.status !== 'paused') return false;
    const { standing, rules } = readStatistics(experiment, row);
    const { verdict } = decisionOf(standing, rules, standing.decided?.at ?? 0);
    if (isHeldByPause(verdict, experiment.status)) return false;
    const promote = experiment.plan.promote === 'winner';
    const ending = endingOf({ standing, rules, promote }, row, await this.lastUnit(experimentId));
    return this.conclusions.conclude(experimentId, ending);
  }

  private async lastUnit(experimentId: string): Promise<LastUnit | null> {
    const unit = await this.statistics.manager.findOne(ExperimentUnit, {
      where: { experimentId },
      order: { event: 'DESC' },
    });
    if (!unit) return null;
    return {
      event: Number(unit.event),
      conversationId: unit.conversationId,
      dueAt: unit.dueAt.toISOString(),
    };
  }
}

function auditOf({
  experiment,
  evaluation,
}: Extract<LookStep, { kind: 'written' }>): Parameters<Mutation['audit']>[0] {
  return {
    action: 'experiment.evaluated',
    subjectType: 'experiment',
    subjectId: experiment.id,
    subjectName: experiment.name,
    after: { verdict: evaluation.verdict, units: evaluation.units },
  };
}
