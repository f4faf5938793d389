/**
 * The clock of a demonstration: it begins in the past and runs fast until it has caught up with the real time, which it
 * follows from then on. Weeks pass in a minute, no moment is in the future, and nothing else behaves differently.
 */
export interface DemoClock {
  /** What it shows before it runs, in epoch ms. */
  readonly from: number;
  /** Its seconds in a real one. */
  readonly speed: number;
}

/** How far a demonstration has come. */
export interface Demonstration {
  readonly now: Date;
  readonly from: Date;
  /** The real moment in which its clock began to run; `null`: it stands. */
  readonly runsSince: Date | null;
  readonly speed: number;
  /** It shows the real time by now. */
  readonly caughtUp: boolean;
}

const FASTEST = 1_000_000;

/** What the clock shows at a real moment, when it began to run at another (`null`: it stands); all in epoch ms. */
export function demoTime({ from, speed }: DemoClock, beganAt: number | null, realMs: number): number {
  if (beganAt === null) return from;
  return Math.round(Math.min(realMs, from + Math.max(0, realMs - beganAt) * speed));
}

/** Reads `<from>,<speed>`, the moment in ISO 8601; `null` when it is none. */
export function readDemoClock(text: string): DemoClock | null {
  const [from, speed, ...more] = text.split(',').map((part) => part.trim());
  const clock = { from: Date.parse(from ?? ''), speed: Number(speed) };
  const sound = !Number.isNaN(clock.from) && clock.speed > 1 && clock.speed <= FASTEST && more.length === 0;
  return sound ? clock : null;
}
