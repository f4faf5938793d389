/** How much slower a use may be than the fastest of its bucket. */
const RATIO = 1.32;
/** From 1 ms to 10 minutes; the first and the last have what is beyond, too. */
export const LATENCY_BUCKETS = 48;

/** SQL for the bucket of a latency in ms, from 1. */
export function latencyBucket(latency: string): string {
  return `greatest(1, least(${LATENCY_BUCKETS}, 1 + floor(ln(greatest(${latency}, 1)) / ln(${RATIO}::double precision))::integer))`;
}

/**
 * The latency that a share of the uses does not exceed, in ms; `null` without any. Known as well as its bucket is narrow:
 * within 32 %, and mostly within a few.
 * @example latencyQuantile([0, 0, 4], 0.5) // in the third bucket: 2.0 ms
 */
export function latencyQuantile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = share * total;
  let before = 0;
  for (const [i, count] of counts.entries()) {
    // Within a bucket uses are taken to be spread evenly on the scale of the buckets.
    if (count > 0 && before + count >= wanted) return RATIO ** (i + (wanted - before) / count);
    before += count;
  }
  return RATIO ** counts.length;
}
