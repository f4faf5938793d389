import { compareMeans, type MeanComparison } from './compare-means';
import { type CompiledMetric } from './compile-settings';
import { type ExperimentSettings } from './experiment-settings';
import { effectiveUnits } from './horizon-share';
import { pairMoments } from './pair-moments';
import { type MetricState } from './statistics-state';

/** Successes and failures a binary metric needs before the normal approximation is trusted, */
const BINARY_MINIMUM = 5;
/** and to be judged against a margin, one-sided, where skewness does not cancel. */
const BINARY_MINIMUM_SHIFTED = 15;
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
 * of a binary metric, no variance at all. `shift`: the difference under the hypothesis that is tested. `pair`: the
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
  if (metric.binary) {
    const successes = Math.round(pair.control.mean * n0 + pair.variant.mean * n1);
    const needed = shift === 0 ? BINARY_MINIMUM : BINARY_MINIMUM_SHIFTED;
    if (Math.min(successes, n0 + n1 - successes) < needed) return null;
  }
  const means = compareMeans(pair.control, pair.variant, metric.binary, shift);
  if (!(means.variance > 0)) return null;
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
