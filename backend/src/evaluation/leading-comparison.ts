import type { MetricFigures } from './evaluation-figures';

/** What a list says of a metric: the variant that won, or else the one with the best chance to win. */
export type LeadingComparison = Pick<
  MetricFigures['comparisons'][number],
  'variant' | 'difference' | 'interval' | 'chanceToWin'
>;

/** Which comparison to the control stands for the experiment; `null` when there are no figures. */
export function leadingComparison(
  { comparisons }: Pick<MetricFigures, 'comparisons'>,
  winner: string | null,
): LeadingComparison | null {
  const known = comparisons.filter(({ difference }) => difference !== null);
  const won = known.find(({ variant }) => variant === winner);
  const [best] = known.toSorted((a, b) => (b.chanceToWin ?? 0) - (a.chanceToWin ?? 0));
  return won ?? best ?? null;
}
