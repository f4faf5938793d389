import { type CompiledMetric } from './compile-settings';
import { type ComparisonState, type Crossing, type Method } from './statistics-state';

/** `combined`: what the large-sample test leaves open, cut where the exact test has decided. */
export type IntervalMethod = Method | 'combined';

export interface ShownInterval {
  readonly interval: readonly [number, number] | null;
  readonly intervalMethod: IntervalMethod | null;
}

/**
 * The interval that people see: the differences that neither test has rejected, so that it never contradicts a decision. The
 * estimate may lie outside, when it has turned since.
 *
 * An exact decision says of every difference beyond its limit (0, or a guardrail's margin) that it was rejected: its
 * wealth against any of them is at least that against the limit. More of the exact test's own interval would need the
 * wealth against every difference, which no state of fixed size holds. In `hybrid` the two together have the level of the
 * comparison, because alpha is divided between them; elsewhere each has its own. Where the tests contradict each other (an effect
 * that changes its sign) the large-sample interval stays as it is.
 */
export function shownInterval(
  interval: readonly [number, number] | null,
  comparison: ComparisonState,
  metric: CompiledMetric,
): ShownInterval {
  const [from, to] = decided(comparison, metric);
  const usual = { interval, intervalMethod: interval === null ? null : 'large-sample' } as const;
  if (from === -Infinity && to === Infinity) return usual;
  if (metric.bounds === null) return usual;
  const width = metric.bounds[1] - metric.bounds[0];
  const low = Math.max(interval?.[0] ?? -width, from);
  const high = Math.min(interval?.[1] ?? width, to);
  if (low > high || (low === interval?.[0] && high === interval[1])) return usual;
  return { interval: [low, high], intervalMethod: interval === null ? 'exact' : 'combined' };
}

/** Between which limits the difference lies by the exact test's decisions. */
function decided(
  { exact, exactReversal, nonInferior, harm }: ComparisonState,
  { improvement, design }: CompiledMetric,
): readonly [number, number] {
  // In the direction of improvement.
  let [least, most] = [-Infinity, Infinity];
  if (isExact(exact) && exactReversal === null) {
    if (exact.direction === 1) least = 0;
    else most = 0;
  }
  if (isExact(nonInferior)) least = -design.margin!;
  if (isExact(harm)) most = 0;
  return improvement === 1 ? [least, most] : [0 - most, 0 - least];
}

function isExact(crossing: Crossing | null): crossing is Crossing {
  return crossing?.method === 'exact';
}
