import { type MetricDesign } from './experiment-settings';

/** Values beyond this count as it, so that sums of squares of their squares stay finite. */
export const LARGEST = 1e75;

/** The bounds of the analysed scale; null for a metric without. */
export function analysedBounds(metric: MetricDesign): readonly [number, number] | null {
  if (metric.kind === 'binary') return [0, 1];
  const low = highest(metric.floor, metric.range?.[0] ?? null);
  const high = lowest(metric.cap, metric.range?.[1] ?? null);
  if (low === null || high === null) return null;
  return metric.scale === 'log' ? [Math.log(low), Math.log(high)] : [low, high];
}

/** Whether the exact test is available. */
export function hasBounds(metric: MetricDesign): boolean {
  return analysedBounds(metric) !== null;
}

/**
 * The value as it is analysed: kept within range, floor and cap, then its logarithm on a log scale.
 *
 * Errors: RangeError for NaN and infinities; a missing value never gets here.
 * @example analysedValue({ ...latency, scale: 'log', floor: 1 }, 1000) // 6.9077...
 */
export function analysedValue(metric: MetricDesign, raw: number): number {
  if (!Number.isFinite(raw)) throw new RangeError(`metric ${metric.name}: ${raw} is not a value`);
  const low = metric.kind === 'binary' ? 0 : highest(metric.floor, metric.range?.[0] ?? null);
  const high = metric.kind === 'binary' ? 1 : lowest(metric.cap, metric.range?.[1] ?? null);
  const value = Math.min(Math.max(raw, low ?? -LARGEST), high ?? LARGEST);
  return metric.scale === 'log' ? Math.log(value) : value + 0; // + 0 turns -0 into 0
}

function highest(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.max(one, other);
}

function lowest(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.min(one, other);
}
