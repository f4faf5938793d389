import { Injectable } from '@nestjs/common';
import type { Actor } from '../identity/principal';
import type { PromoteExperimentDto } from './experiment-action.dto';
import { ExperimentChangeService, statusAfter, type ExperimentTarget } from './experiment-change.service';
import { promotion, promotionUndone } from './promotion';

/** Makes a winner what its prompt serves, and takes that back. */
@Injectable()
export class ExperimentPromotionService {
  constructor(private readonly changes: ExperimentChangeService) {}

  /**
   * Promotes the winner of a completed experiment.
   * @throws DomainError EXPERIMENT_NOT_FOUND, TRANSITION_REFUSED, SERVED_MOVED, PROMPT_ARCHIVED, LABEL_PROTECTED,
   * VERSION_CORRUPT, EXPERIMENT_CONFLICT.
   */
  async promote(
    actor: Actor,
    target: ExperimentTarget,
    { reason, approve }: PromoteExperimentDto,
  ): Promise<void> {
    await this.changes.run(actor, target, async (subject) => {
      statusAfter(subject, 'promote');
      const wish = { reason: reason ?? subject.experiment.conclusion ?? '', approve };
      return { change: {}, action: 'promoted', ...(await promotion(subject, wish)) };
    });
  }

  /**
   * Restores what was served before the promotion.
   * @throws DomainError EXPERIMENT_NOT_FOUND, TRANSITION_REFUSED, SERVED_MOVED, PROMPT_ARCHIVED, LABEL_PROTECTED,
   * VERSION_CORRUPT, EXPERIMENT_CONFLICT.
   */
  async undo(
    actor: Actor,
    target: ExperimentTarget,
    { reason = '', approve }: PromoteExperimentDto,
  ): Promise<void> {
    await this.changes.run(actor, target, async (subject) => {
      statusAfter(subject, 'undo-promotion');
      return {
        change: {},
        action: 'promotion_undone',
        ...(await promotionUndone(subject, { reason, approve })),
      };
    });
  }
}
