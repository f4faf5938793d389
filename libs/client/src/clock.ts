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

/** The longest wait that Node's timers know, 24.8 days; a longer one would run at once, and again and again. */
const LONGEST_WAIT_MS = 2_147_483_647;

/** The machine's clock. @example systemClock.now() // epoch ms */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run, hold = false) {
    // Too early is harmless: whoever waits so long looks at the time and waits again.
    const timer = setTimeout(run, Math.min(delayMs, LONGEST_WAIT_MS));
    if (!hold) timer.unref();
    return () => clearTimeout(timer);
  },
};
