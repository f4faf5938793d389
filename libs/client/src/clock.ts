/**
 * Time as the SDK sees it; a parameter, so that tests decide when it passes.
 *
 * @example const clock: Clock = systemClock; const cancel = clock.after(1_000, () => again());
 */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /**
   * Calls `run` once after `delayMs`; the answer cancels it. Does not keep the process alive unless `hold` is true, which is
   * for the moments in which somebody awaits the SDK.
   */
  after(delayMs: number, run: () => void, hold?: boolean): () => void;
}

/** The machine's clock. @example systemClock.now() // epoch ms */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run, hold = false) {
    const timer = setTimeout(run, delayMs);
    if (!hold) timer.unref();
    return () => clearTimeout(timer);
  },
};
