import { Backoff, MAX_RETRY_AFTER_MS } from './backoff';

/** A small generator of its own, so that a failure can be repeated: mulberry32. */
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const limits = { baseMs: 1_000, capMs: 30_000 };

describe('Backoff', () => {
  it('doubles the ceiling, caps it, and jitters over all of it', () => {
    const ceilings = new Backoff(limits, () => 0.999999);
    expect(Array.from({ length: 8 }, () => Math.round(ceilings.next()))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
    const floors = new Backoff(limits, () => 0);
    expect(Array.from({ length: 8 }, () => floors.next())).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('still spreads clients that have failed many times', () => {
    const random = seeded(4);
    const waits = Array.from({ length: 1_000 }, () => {
      const backoff = new Backoff(limits, random);
      for (let i = 0; i < 12; i++) backoff.next();
      return backoff.next();
    });
    const within = (from: number): number => waits.filter((ms) => ms >= from && ms < from + 3_000).length;
    for (let from = 0; from < 30_000; from += 3_000) expect(Math.abs(within(from) - 100)).toBeLessThan(50);
  });

  it('stays within the cap for ever, and begins anew after a reset', () => {
    const backoff = new Backoff(limits, () => 1 - Number.EPSILON);
    for (let i = 0; i < 5_000; i++) expect(backoff.next()).toBeLessThanOrEqual(30_000);
    backoff.reset();
    expect(backoff.next()).toBeLessThanOrEqual(1_000);
  });

  it('waits as long as the server asks, spread, but not for ever', () => {
    const backoff = new Backoff(limits, seeded(1));
    const waits = Array.from({ length: 1_000 }, () =>
      new Backoff(limits, seeded(backoff.next() * 1e6)).next(5_000),
    );
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(5_000);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(900);
    expect(backoff.next(1e12)).toBeLessThanOrEqual(MAX_RETRY_AFTER_MS + 30_000);
    expect(backoff.next(-5)).toBeGreaterThanOrEqual(0);
  });

  it.each([1, 2, 3])(
    'never brings more than 20 %% of 1,000 clients within any 100 ms of a restart (C4, seed %d)',
    (seed) => {
      const random = seeded(seed);
      // The server is down for 5 s, so that every client fails several times.
      const arrivals: number[] = [];
      for (let client = 0; client < 1_000; client++) {
        const backoff = new Backoff(limits, random);
        let at = 0;
        do {
          at += backoff.next();
          arrivals.push(at);
        } while (at < 5_000);
      }
      arrivals.sort((a, b) => a - b);
      let peak = 0;
      for (let from = 0, to = 0; to < arrivals.length; to++) {
        while ((arrivals[to] ?? 0) - (arrivals[from] ?? 0) > 100) from++;
        peak = Math.max(peak, to - from + 1);
      }
      process.stderr.write(
        `${JSON.stringify({ id: 'C4', seed, clients: 1_000, attempts: arrivals.length, peakIn100ms: peak })}\n`,
      );
      expect(peak).toBeLessThanOrEqual(200);
    },
  );
});
