import { DomainError } from '../problems/domain-error';
import { refuseArchived } from '../versions/refuse-archived';
import type { Outcome, Subject } from './experiment-change.service';
import { ExperimentStep } from './experiment-step.entity';
import { serveVersion } from './serve-version';
import { hasMoved, servedState, type ServedState } from './served-state';

interface Wish {
  readonly reason: string;
  /** Go on although what is served has moved. */
  readonly approve?: boolean | undefined;
}

type Promotion = Required<Pick<Outcome, 'steps' | 'after' | 'prompt'>>;

/**
 * Makes the winner what the prompt serves, in the name of the experiment.
 * @throws DomainError SERVED_MOVED, PROMPT_ARCHIVED, LABEL_PROTECTED, VERSION_CORRUPT.
 */
export async function promotion(subject: Subject, wish: Wish): Promise<Promotion> {
  const { experiment } = subject;
  const winner = experiment.variants.find(({ name }) => name === experiment.winner);
  if (!winner) throw new Error(`Experiment ${experiment.id} has no variant to promote`);
  const then = (await lastStep(subject, 'started')).details['served'] as ServedState;
  const message = withReason(
    `Variant "${winner.name}" ${experiment.decision ? 'won' : 'was chosen by hand'}`,
    wish.reason,
  );
  return serve(subject, {
    kind: 'promoted',
    version: winner.version,
    then,
    since: 'the experiment started',
    message,
    wish,
  });
}

/**
 * Makes the prompt serve what it did before the promotion.
 * @throws DomainError SERVED_MOVED, PROMPT_ARCHIVED, LABEL_PROTECTED, VERSION_CORRUPT.
 */
export async function promotionUndone(subject: Subject, wish: Wish): Promise<Promotion> {
  const { details } = await lastStep(subject, 'promoted');
  const { version } = details['before'] as ServedState;
  const message = withReason('Promotion undone', wish.reason);
  const then = details['after'] as ServedState;
  return serve(subject, { kind: 'promotion_undone', version, then, since: 'the promotion', message, wish });
}

interface Serving {
  readonly kind: 'promoted' | 'promotion_undone';
  readonly version: number;
  /** What was served at `since`. */
  readonly then: ServedState;
  readonly since: string;
  readonly message: string;
  readonly wish: Wish;
}

async function serve(subject: Subject, serving: Serving): Promise<Promotion> {
  const { mutation, prompt, experiment } = subject;
  const { kind, version, then, since, wish } = serving;
  refuseArchived(prompt);
  const before = await servedState(mutation, prompt);
  const moved = hasMoved(then, before);
  if (moved && !wish.approve)
    throw new DomainError(
      'SERVED_MOVED',
      `"${prompt.name}" served version ${then.version} (${then.serves}) at ${since} and serves version ${before.version} (${before.serves}) now; send "approve": true to replace it`,
    );
  const author = `experiment ${experiment.name}`;
  const message = serving.message.slice(0, 2_000);
  const served = await serveVersion(mutation, prompt, before, { version, author, message });
  const { after } = served;
  const details = { before, after, ...(moved ? { approved: true } : {}) };
  return {
    steps: [{ kind, reason: wish.reason, details }],
    after: { served: after.serves, version: after.version },
    prompt: served.prompt,
  };
}

function withReason(what: string, reason: string): string {
  return reason.trim() === '' ? what : `${what}: ${reason}`;
}

async function lastStep(
  { mutation, experiment }: Subject,
  kind: 'started' | 'promoted',
): Promise<ExperimentStep> {
  return mutation.manager.findOneOrFail(ExperimentStep, {
    where: { experimentId: experiment.id, kind },
    order: { at: 'DESC' },
  });
}
