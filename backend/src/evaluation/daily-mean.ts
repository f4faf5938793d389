import { meanInterval, type MeanRange } from '@prompt-registry/statistics';

/** What a sum of values and of their squares says. */
export interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

/** Of the sum of squares: what equal values leave of it, above or below zero. */
const ROUNDING = 1e-12;

/** Of a metric that nothing is known of. */
const ANYWHERE: MeanRange = { kind: 'continuous', minimum: null, maximum: null };

/** The mean of values with its 95 % interval (`meanInterval`); the values are taken to be independent. */
export function dailyMean(
  { count, sum, squares }: Sums,
  range: MeanRange = ANYWHERE,
): { count: number; mean: number; low: number | null; high: number | null } {
  const mean = sum / count;
  const spread = squares - sum * mean;
  const deviation = spread > ROUNDING * squares ? Math.sqrt(spread / (count - 1)) : 0;
  const interval = meanInterval({ mean, deviation, size: count }, range);
  return { count, mean, low: interval?.low ?? null, high: interval?.high ?? null };
}
