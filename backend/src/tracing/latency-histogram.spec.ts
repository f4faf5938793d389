import { LATENCY_BUCKETS, latencyQuantile } from './latency-histogram';

/** As the database puts them there. */
const histogram = (latencies: readonly number[]): number[] => {
  const counts = new Array<number>(LATENCY_BUCKETS).fill(0);
  for (const ms of latencies) {
    const bucket = Math.min(LATENCY_BUCKETS - 1, Math.floor(Math.log(Math.max(ms, 1)) / Math.log(1.32)));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
};

describe('latencyQuantile', () => {
  it('is nothing without uses', () => expect(latencyQuantile(histogram([]), 0.5)).toBeNull());

  it.each([0.5, 0.95])('is close to the share %d of an even spread', (share) => {
    const latencies = Array.from({ length: 10_000 }, (_, i) => 200 + i / 5);
    const exact = 200 + 2_000 * share;
    expect(Math.abs((latencyQuantile(histogram(latencies), share) ?? 0) / exact - 1)).toBeLessThan(0.1);
  });

  it('stays within the bucket when all are alike', () => {
    const found = latencyQuantile(histogram(new Array<number>(99).fill(1_000)), 0.5) ?? 0;
    expect(found / 1_000).toBeGreaterThan(1 / 1.32);
    expect(found / 1_000).toBeLessThan(1.32);
  });

  it('knows neither faster than 1 ms nor slower than its last bucket', () => {
    expect(latencyQuantile(histogram([0, 0.1]), 1)).toBeCloseTo(1.32, 6);
    expect(latencyQuantile(histogram([1e9]), 1)).toBeCloseTo(1.32 ** LATENCY_BUCKETS, 0);
  });
});
