/** Two-sided 95 % of the normal distribution. */
const Z = 1.959964;

/** What a sum of values and of their squares says. */
export interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

/** The mean of values with its 95 % interval, which needs two; the values are taken to be independent. */
export function dailyMean({ count, sum, squares }: Sums): {
  count: number;
  mean: number;
  low: number | null;
  high: number | null;
} {
  const mean = sum / count;
  if (count < 2) return { count, mean, low: null, high: null };
  // Rounding can make the sum of squares smaller than it can be.
  const variance = Math.max(0, squares - sum * mean) / (count - 1);
  const half = Z * Math.sqrt(variance / count);
  return { count, mean, low: mean - half, high: mean + half };
}
