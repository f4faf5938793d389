import { Injectable } from '@nestjs/common';
import { systemActor } from '../identity/principal';
import { DomainError } from '../problems/domain-error';
import {
  ExperimentChangeService,
  statusAfter,
  type Outcome,
  type Subject,
} from './experiment-change.service';
import { promotion } from './promotion';

/** How the figures end an experiment. */
export interface ExperimentEnding {
  /** `stopped`: at once, also for the conversations that are in it. */
  readonly how: 'completed' | 'stopped';
  readonly verdict: string;
  readonly winner: string | null;
  /** In words. */
  readonly conclusion: string;
  /** What was decided on which figures; written once. */
  readonly decision: Readonly<Record<string, unknown>>;
  /** The final read-out. */
  readonly metrics: Readonly<Record<string, unknown>>;
  /** Whether the winner is to be promoted in the same change. */
  readonly promote: boolean;
}

/** What came of a promotion that the plan asked for. */
interface PromotionOutcome {
  readonly promoted: boolean;
  /** Why not. */
  readonly refused: string | null;
}

/** Ends experiments on what was measured, in the name of the evaluation. */
@Injectable()
export class ExperimentConclusionService {
  constructor(private readonly changes: ExperimentChangeService) {}

  /**
   * Ends a running experiment, or a paused one that does harm; answers whether it did. One that somebody ended or paused
   * in the meantime is left as it is. A promotion that is refused does not keep the experiment from ending.
   * @throws DomainError EXPERIMENT_NOT_FOUND.
   */
  async conclude(experimentId: string, ending: ExperimentEnding): Promise<boolean> {
    let concluded = false;
    const target = { experimentId, precondition: { kind: 'any' } } as const;
    await this.changes.run(systemActor('evaluation'), target, async (subject) => {
      const { status } = subject.experiment;
      concluded = status === 'running' || (status === 'paused' && ending.how === 'stopped');
      if (!concluded) return null;
      return ending.how === 'stopped' ? stopped(subject, ending) : completed(subject, ending);
    });
    return concluded;
  }
}

function stopped(subject: Subject, { verdict, conclusion, decision, metrics }: ExperimentEnding): Outcome {
  return {
    change: {
      status: statusAfter(subject, 'stop'),
      endAt: subject.at,
      conclusion,
      decision: { ...decision, promotion: null },
      metrics,
    },
    steps: [{ kind: 'stopped', reason: conclusion, details: { immediate: true, verdict } }],
    action: 'stopped',
    after: { reason: conclusion, immediate: true, verdict },
  };
}

async function completed(subject: Subject, ending: ExperimentEnding): Promise<Outcome> {
  const { verdict, winner, conclusion, metrics } = ending;
  const change = { status: statusAfter(subject, 'complete'), endAt: subject.at, winner, conclusion, metrics };
  const step = { kind: 'completed', reason: conclusion, details: { winner, verdict } } as const;
  const after = { winner, conclusion, verdict };
  const withPromotion = (outcome: PromotionOutcome | null) => ({
    ...change,
    decision: { ...ending.decision, promotion: outcome },
  });
  const wanted = ending.promote ? await attempt(subject, ending) : null;
  if (wanted === null || typeof wanted === 'string') {
    const outcome = wanted === null ? null : { promoted: false, refused: wanted };
    return {
      change: withPromotion(outcome),
      steps: [step],
      action: 'completed',
      after: { ...after, ...(outcome ? { notPromoted: outcome.refused } : {}) },
    };
  }
  return {
    change: withPromotion({ promoted: true, refused: null }),
    steps: [step, ...wanted.steps],
    action: 'completed',
    after: { ...after, ...wanted.after },
    prompt: wanted.prompt,
  };
}

/** The promotion, or why it is refused; nothing was written then. */
async function attempt(
  subject: Subject,
  { winner, conclusion, decision }: ExperimentEnding,
): Promise<Awaited<ReturnType<typeof promotion>> | string> {
  try {
    return await promotion(
      { ...subject, experiment: { ...subject.experiment, winner, decision } },
      { reason: conclusion },
    );
  } catch (error) {
    // Somebody changed what is served, or the label is gone: that is for a person to decide.
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}
