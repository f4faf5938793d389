import type { Clock } from './clock';

/**
 * Whether what is served can be trusted to be current: read as a field on every load, kept true to the clock by one timer.
 *
 * Stale until the server was heard from, and again when nothing was heard for `staleAfterMs`, or when the server was known to
 * have something newer for that long.
 * @example const freshness = new Freshness(60_000, systemClock, () => report()); freshness.heard(); freshness.stale // false
 */
export class Freshness {
  stale = true;
  /** Epoch ms: until then what is served was known to be current. */
  lastCurrentAt: number;
  private behind = false;
  private cancel: (() => void) | null = null;

  constructor(
    private readonly staleAfterMs: number,
    private readonly clock: Clock,
    private readonly onTurn: () => void,
  ) {
    this.lastCurrentAt = clock.now();
  }

  /** What was loaded from disk was current at this time, in epoch ms. */
  loaded(atMs: number): void {
    if (this.stale) this.lastCurrentAt = Math.min(atMs, this.clock.now());
  }

  /** What is held is what the server has. */
  current(): void {
    this.behind = false;
    this.heard();
  }

  /** The server gave a sign of life: what is held is current unless it was said to be behind. */
  heard(): void {
    if (this.behind) return;
    this.lastCurrentAt = this.clock.now();
    if (this.stale) {
      this.stale = false;
      this.onTurn();
    }
    this.cancel ??= this.clock.after(this.staleAfterMs, () => this.check());
  }

  /** The server has something newer that is not held yet. */
  fellBehind(): void {
    this.behind = true;
  }

  /** Ends the timer; stale from now on. */
  close(): void {
    this.cancel?.();
    this.cancel = null;
    this.stale = true;
  }

  private check(): void {
    this.cancel = null;
    const leftMs = this.lastCurrentAt + this.staleAfterMs - this.clock.now();
    // A clock set back must not keep it fresh for long.
    if (leftMs > 0 && leftMs <= this.staleAfterMs) {
      this.cancel = this.clock.after(leftMs, () => this.check());
      return;
    }
    this.stale = true;
    this.onTurn();
  }
}
