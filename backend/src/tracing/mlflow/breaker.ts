const FAILURES_TO_OPEN = 5;
const OPEN_MS = 30_000;

export type BreakerState = 'closed' | 'open' | 'half_open';

/**
 * Stops calling a server that does not answer: opens after five failures in a row and lets a single call through after
 * half a minute, whose result decides. Time is a parameter.
 */
export class Breaker {
  private failures = 0;
  private openedAt: number | null = null;

  /** `open`: make no call. `half_open`: make one. */
  state(now: Date): BreakerState {
    if (this.openedAt === null) return 'closed';
    return now.getTime() - this.openedAt >= OPEN_MS ? 'half_open' : 'open';
  }

  /** Answers whether this ended an outage. */
  succeeded(): boolean {
    const wasOpen = this.openedAt !== null;
    this.failures = 0;
    this.openedAt = null;
    return wasOpen;
  }

  failed(now: Date): void {
    this.failures += 1;
    if (this.failures >= FAILURES_TO_OPEN) this.openedAt = now.getTime();
  }
}
