import { type Moments } from './statistics-state';

/**
 * Adds one value to count, mean and squared deviations (Welford, 1962). CHANGES `moments`.
 *
 * Never the difference of sum of squares and squared sum: on latencies that loses all digits.
 */
export function addToMoments(moments: Moments, value: number): void {
  moments.count += 1;
  const before = value - moments.mean;
  moments.mean += before / moments.count;
  moments.squares += before * (value - moments.mean);
}

/** No values yet. */
export function emptyMoments(): Moments {
  return { count: 0, mean: 0, squares: 0 };
}
