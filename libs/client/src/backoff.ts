/** Limits of a {@link Backoff}, in ms. @example { baseMs: 1_000, capMs: 30_000 } */
export interface BackoffLimits {
  readonly baseMs: number;
  readonly capMs: number;
}

/** No server may send a client to sleep for longer than this, in ms. */
export const MAX_RETRY_AFTER_MS = 300_000;

/**
 * How long to wait before the next attempt: exponential, capped, then jittered over the whole range.
 *
 * Capped first: jitter before the cap would bring all clients back to the same moment (streamlit#15902). A wait that the server
 * asks for is kept, with the jitter on top, so that clients it sent away together do not return together.
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015 (full jitter).
 * @example const backoff = new Backoff({ baseMs: 1_000, capMs: 30_000 }, Math.random); backoff.next() // 0..1_000
 */
export class Backoff {
  private attempts = 0;

  constructor(
    private readonly limits: BackoffLimits,
    /** Uniform in [0, 1). */
    private readonly random: () => number,
  ) {}

  /** Ms until the next attempt; `retryAfterMs`: the least the server asked for. */
  next(retryAfterMs: number | null = null): number {
    const { baseMs, capMs } = this.limits;
    // 2 ** 1024 is Infinity, which the cap takes.
    const ceilingMs = Math.min(capMs, baseMs * 2 ** this.attempts);
    this.attempts += 1;
    return Math.min(Math.max(retryAfterMs ?? 0, 0), MAX_RETRY_AFTER_MS) + this.random() * ceilingMs;
  }

  /** Whether the last attempt failed. */
  get failing(): boolean {
    return this.attempts > 0;
  }

  /** Begins again with the shortest wait. */
  reset(): void {
    this.attempts = 0;
  }
}
