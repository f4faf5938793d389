import { addToMoments } from './add-to-moments';
import { compareMeans, type MeanComparison } from './compare-means';
import { type CompiledMetric } from './compile-settings';
import { type ExperimentSettings } from './experiment-settings';
import { eventCount, eventSize } from './event-count';
import { effectiveUnits } from './horizon-share';
import { pairMoments } from './pair-moments';
import { type MetricState, type Moments } from './statistics-state';

/** Successes and failures a metric with bounds needs before the normal approximation is trusted, */
const MINIMUM_EVENTS = 5;
/** and to be judged against a margin, one-sided, where skewness does not cancel. */
const MINIMUM_EVENTS_SHIFTED = 15;
/** What an exact number may be off by after a long sum. */
const ROUNDING = 1e-6;
/** Units of each variant that the open-ended boundary, which is asymptotic, needs. */
export const OPEN_ENDED_MINIMUM = 100;

/** What the large-sample tests see of a pair of variants. */
export interface LargeSampleLook extends MeanComparison {
  /** Part of the horizon, in (0, 1]. */
  readonly t: number;
  readonly effectiveUnits: number;
}

/**
 * The look at a pair on one metric, or null while it is too early to test: too few units, too few successes or failures
 * (of values that are neither 0 nor 1, see `eventCount`), no variance at all. `shift`: the difference under the hypothesis that is tested. `pair`: the
 * moments to look at when not those of the planned boundary.
 */
export function largeSampleLook(
  state: MetricState,
  metric: CompiledMetric,
  settings: ExperimentSettings,
  variant: number,
  shift = 0,
  pair = pairMoments(state, variant),
): LargeSampleLook | null {
  const propensity = state.comparisons[variant - 1]!.propensity;
  const minimum = metric.usesOpenEnded
    ? Math.max(OPEN_ENDED_MINIMUM, settings.minimumUnits)
    : settings.minimumUnits;
  const n0 = pair.control.count;
  const n1 = pair.variant.count;
  if (propensity === null || n0 < minimum || n1 < minimum) return null;
  if (metric.bounds !== null) {
    const needed = (shift === 0 ? MINIMUM_EVENTS : MINIMUM_EVENTS_SHIFTED) - ROUNDING;
    if (eventCount(pair.control, pair.variant, metric.bounds[0]) < needed) return null;
    if (eventCount(pair.control, pair.variant, metric.bounds[1]) < needed) return null;
  }
  const judged = shift === 0 ? pair.variant : withUnseen(pair, metric);
  const means = compareMeans(pair.control, judged, metric, shift);
  if (!(means.variance > 0)) return null;
  // The distance to a margin would be taken for variance: what has not varied yet is not known by that.
  if (shift !== 0 && pair.control.squares + pair.variant.squares === 0) return null;
  const units = effectiveUnits(n0, n1, propensity);
  // Field by field: this runs at every unit, and a spread is many times slower.
  return {
    effect: means.effect,
    varianceWelch: means.varianceWelch,
    variancePooled: means.variancePooled,
    variance: means.variance,
    degreesOfFreedom: means.degreesOfFreedom,
    t: Math.min(1, units / settings.horizonUnits),
    effectiveUnits: units,
  };
}

/**
 * The variant with one failure that has not been seen yet, as much worse than those seen as its declared range leaves: from
 * scores that hardly vary, a variant that now and then answers nonsense would be cleared before it did.
 */
function withUnseen(pair: { control: Moments; variant: Moments }, { extremes }: CompiledMetric): Moments {
  if (extremes === null) return pair.variant;
  const { best, worst } = extremes;
  const seen = Math.min(1, eventSize(pair.control, pair.variant, best) / Math.abs(worst - best));
  const moments = { ...pair.variant };
  addToMoments(moments, worst + (best - worst) * seen);
  return moments;
}
