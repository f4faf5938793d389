import quantile from '@stdlib/stats-base-dists-beta-quantile';

/** Where a mean lies with this confidence, were such samples drawn again and again. */
const CONFIDENCE = 0.95;

export interface MeanInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * Student's interval of a mean, for independent values; `null` with fewer than two. Not for deciding anything: it holds for
 * one look at a size that was fixed before.
 * @param deviation the sample's standard deviation.
 * @example meanInterval(0.5, 0.1, 25) // { low: 0.4587…, high: 0.5412… }
 */
export function meanInterval(mean: number, deviation: number, size: number): MeanInterval | null {
  if (size < 2) return null;
  const margin = (studentQuantile(size - 1) * deviation) / Math.sqrt(size);
  return { low: mean - margin, high: mean + margin };
}

/** How many standard errors the interval reaches to each side. */
function studentQuantile(degrees: number): number {
  // Of t² / (degrees + t²) the distribution is a beta one: Abramowitz and Stegun, 26.7.1.
  const share = quantile(1 - CONFIDENCE, degrees / 2, 1 / 2);
  return Math.sqrt((degrees * (1 - share)) / share);
}
