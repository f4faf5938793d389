/** The clock of a demonstration's server, as its health tells of it. Moments are epoch ms. */
export interface DemoClock {
  readonly from: number;
  /** The real moment at which it began to run; null: it stands. */
  readonly runsSince: number | null;
  /** Its seconds in a real one. */
  readonly speed: number;
}

/** Reads a health answer's `demo`; null when the server is not one of a demonstration. */
export function readDemoClock(demo: unknown): DemoClock | null {
  if (typeof demo !== 'object' || demo === null) return null;
  const { from, runsSince, speed } = demo as Record<string, unknown>;
  if (typeof from !== 'string' || typeof speed !== 'number') return null;
  return {
    from: Date.parse(from),
    runsSince: typeof runsSince === 'string' ? Date.parse(runsSince) : null,
    speed,
  };
}

/** What it shows now, and whether that is the real time. */
export function demoTime(
  { from, runsSince, speed }: DemoClock,
  realMs: number,
): { ms: number; real: boolean } {
  const ms = runsSince === null ? from : from + Math.max(0, realMs - runsSince) * speed;
  return ms < realMs ? { ms, real: false } : { ms: realMs, real: true };
}
