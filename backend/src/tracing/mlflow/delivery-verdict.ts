import { backoffMs, type Random } from './backoff';
import { MlflowError } from './mlflow-error';

/** What becomes of an entry whose delivery failed. */
export interface Verdict {
  readonly kind: 'retry' | 'dead';
  readonly dueAt: Date;
  /** Whether the failure is the server's, not the entry's: the next entry would fare no better. */
  readonly systemic: boolean;
}

/** An entry that MLflow refuses so many times is given up. */
const REFUSALS = 5;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;
/** Decides after the `attempts`-th failure of an entry that has waited since `createdAt`. Pure. */
export function decideFailure(
  error: unknown,
  entry: { readonly attempts: number; readonly createdAt: Date },
  now: Date,
  random: Random,
): Verdict {
  const systemic = isSystemic(error);
  const retryAfterMs = error instanceof MlflowError ? error.retryAfterMs : null;
  const dueAt = new Date(now.getTime() + backoffMs(entry.attempts, random, retryAfterMs));
  const givenUp = isTooOld(entry, now) || (!systemic && entry.attempts >= REFUSALS);
  return { kind: givenUp ? 'dead' : 'retry', dueAt, systemic };
}

/** After a day of waiting the next failure is the last. */
export function isTooOld({ createdAt }: { readonly createdAt: Date }, now: Date): boolean {
  return now.getTime() - createdAt.getTime() >= GIVE_UP_AFTER_MS;
}

/** What MLflow refuses is about the entry; everything else is about MLflow, whose client says so of wrong credentials too. */
function isSystemic(error: unknown): boolean {
  return error instanceof MlflowError && error.kind !== 'refused';
}
