import type { MetricDesign } from '@prompt-registry/statistics';

/**
 * The largest standard deviation that a metric's bounds allow: half of its range, all values at one end or the other. A
 * plan with it has at least the power asked for, whatever the metric does. `null` without bounds.
 */
export function widestSpread({ kind, range, scale }: MetricDesign): number | null {
  if (scale !== 'linear') return null;
  if (kind === 'binary') return 0.5;
  return range === null ? null : (range[1] - range[0]) / 2;
}
