import { systemClock, type Clock } from '@prompt-registry/client';

/** The server's demonstration clock, as its health tells of it. Moments are epoch ms. */
export interface DemoClockParameters {
  readonly from: number;
  /** The real moment at which it began to run. */
  readonly runsSince: number;
  readonly speed: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The demonstration's time in this process; the same as the server's. @example const time = await DemoTime.of(url) */
export class DemoTime implements Clock {
  constructor(private readonly parameters: DemoClockParameters) {}

  /** @throws Error when the server is not one of a demonstration: nothing is made up for any other. */
  static async of(url: string): Promise<DemoTime> {
    const health = (await (await fetch(`${url}/health/ready`)).json()) as {
      demo?: { from: string; runsSince: string | null; speed: number } | null;
    };
    if (!health.demo?.runsSince) throw new Error('This server is not one of a demonstration');
    const { from, runsSince, speed } = health.demo;
    return new DemoTime({ from: Date.parse(from), runsSince: Date.parse(runsSince), speed });
  }

  /** Its seconds in a real one, until it has caught up. */
  get speed(): number {
    return this.parameters.speed;
  }

  now(): number {
    const { from, runsSince, speed } = this.parameters;
    const real = Date.now();
    return Math.round(Math.min(real, from + (real - runsSince) * speed));
  }

  /** Waits of the SDK are for networks, which are no faster here. */
  after(delayMs: number, run: () => void, hold?: boolean): () => void {
    return systemClock.after(delayMs, run, hold);
  }

  /** How many days it has run. */
  get day(): number {
    return (this.now() - this.parameters.from) / DAY_MS;
  }

  get caughtUp(): boolean {
    return this.now() >= Date.now() - 1_000;
  }

  /** How long so many of its hours take, in real ms, while it runs fast. */
  realMs(hours: number): number {
    return (hours * HOUR_MS) / this.parameters.speed;
  }
}
