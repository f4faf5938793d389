import { Injectable } from '@nestjs/common';
import { ExperimentChangeService, type Subject } from '../experiments/experiment-change.service';
import type { Actor } from '../identity/principal';
import { DomainError } from '../problems/domain-error';
import { EvaluationService, type EvaluationOutcome } from './evaluation.service';
import { ExperimentStatistics } from './experiment-statistics.entity';

/** Lets a person agree with a success, where the plan wants that. */
@Injectable()
export class ApprovalService {
  constructor(
    private readonly changes: ExperimentChangeService,
    private readonly evaluations: EvaluationService,
  ) {}

  /**
   * Notes that a person agrees, and evaluates at once, which completes the experiment when nothing else is waited for.
   * @throws DomainError EXPERIMENT_NOT_FOUND, TRANSITION_REFUSED when there is nothing to agree with.
   */
  async approve(actor: Actor, experimentId: string): Promise<EvaluationOutcome> {
    const target = { experimentId, precondition: { kind: 'any' } } as const;
    await this.changes.run(actor, target, async (subject) => {
      const { mutation, experiment } = subject;
      // After the prompt and before its statistics, as everywhere.
      await mutation.manager.query('SELECT 1 FROM prompt_experiments WHERE id = $1 FOR UPDATE', [
        experiment.id,
      ]);
      const row = await mutation.manager.findOneBy(ExperimentStatistics, { experimentId: experiment.id });
      const since = standingSince(subject, row);
      // Mutations get their time before they wait for locks, and meanwhile the success may have come.
      const approvedAt = mutation.at < since ? since : mutation.at;
      await mutation.manager.update(
        ExperimentStatistics,
        { experimentId: experiment.id },
        { approvedBy: actor.name, approvedAt },
      );
      return { change: {}, steps: [], action: 'approved', after: { verdict: 'success' } };
    });
    return this.evaluations.evaluate(experimentId, { trigger: 'person', actor, audited: true });
  }
}

/**
 * Since when the success stands that nobody has agreed with.
 * @throws DomainError TRANSITION_REFUSED when there is none.
 */
function standingSince({ experiment }: Subject, row: ExperimentStatistics | null): Date {
  const { name, status, plan } = experiment;
  const because = (reason: string) =>
    new DomainError('TRANSITION_REFUSED', `The experiment "${name}" cannot be approved: ${reason}`);
  if (status !== 'running' && status !== 'paused') throw because(`it is ${status}`);
  if (!plan.approval) throw because('its plan does not ask for it');
  if (!row?.heldSince || row.decidedEvent !== null) throw because('there is no winner that waits for it');
  if (row.approvedAt && row.approvedAt >= row.heldSince)
    throw because(`${row.approvedBy} has approved it already`);
  return row.heldSince;
}
