import { setImmediate as turn } from 'node:timers/promises';

/** Long enough to be worth a turn of the event loop, short enough not to be felt by a resolve. */
const SLICE_MS = 4;

/**
 * Cuts long work into slices, so that requests are served in between.
 * @example const slices = new Slices(); for (const item of many) { work(item); if (slices.due()) await slices.next(); }
 */
export class Slices {
  private until = performance.now() + SLICE_MS;

  /** True when others should get a turn. */
  due(): boolean {
    return performance.now() >= this.until;
  }

  async next(): Promise<void> {
    await turn();
    this.until = performance.now() + SLICE_MS;
  }
}
