/**
 * - `unreachable`: no answer (no connection, TLS, time-out). What the server did is unknown.
 * - `temporary`: an answer that may be another one later: overload, an accident, or something for people to set right,
 *   such as credentials or the address.
 * - `refused`: MLflow understood the call and will refuse it again.
 */
export type MlflowFailure = 'unreachable' | 'temporary' | 'refused';

export interface MlflowAnswer {
  readonly status: number | null;
  /** MLflow's own code, e.g. `RESOURCE_DOES_NOT_EXIST`; `null` where the body had none. */
  readonly errorCode: string | null;
  /** What `Retry-After` asked for. */
  readonly retryAfterMs: number | null;
}

/** A call to MLflow that did not succeed. The message carries neither credentials nor what was sent. */
export class MlflowError extends Error {
  readonly status: number | null;
  readonly errorCode: string | null;
  readonly retryAfterMs: number | null;

  constructor(
    readonly kind: MlflowFailure,
    message: string,
    answer: MlflowAnswer = { status: null, errorCode: null, retryAfterMs: null },
  ) {
    super(message);
    this.name = 'MlflowError';
    this.status = answer.status;
    this.errorCode = answer.errorCode;
    this.retryAfterMs = answer.retryAfterMs;
  }
}
