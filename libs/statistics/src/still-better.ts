import { comparisonEvidence } from './comparison-evidence';
import { type CompiledMetric, type CompiledSettings } from './compile-settings';
import { type DecisiveCrossing } from './decision';
import { type MetricState, type StatisticsState } from './statistics-state';
import { crossingsOf, firstCrossing } from './success-crossing';

/**
 * The first crossing that says a variant is better, on a metric on which it still is; null when its estimates have
 * turned on all of them. A rejection stays one, but nobody ships what looks worse today.
 */
export function standingCrossing(
  state: StatisticsState,
  plan: CompiledSettings,
  variant: number,
): DecisiveCrossing | null {
  const still = (metric: CompiledMetric) => turned(state.metrics[metric.index]!, metric, variant) === null;
  return firstCrossing(state, plan, variant, 1, still);
}

/** Whether the estimate of a comparison says that the variant is not better, and whether that can still change. */
export function turned(own: MetricState, metric: CompiledMetric, variant: number): 'now' | 'for_good' | null {
  const { improvement, design } = metric;
  const comparison = own.comparisons[variant - 1]!;
  const { frozen, betting } = comparison;
  // The test is over: what it saw last stays.
  if (
    frozen !== null &&
    betting === null &&
    !(improvement * (frozen.variant.mean - frozen.control.mean) > 0)
  ) {
    return 'for_good';
  }
  if (frozen?.reason === 'split_changed') {
    // Plain means are no fair comparison any more, the exact test's evidence is.
    const evidence = comparisonEvidence(comparison, design.role);
    return evidence === null || improvement * (evidence.up - evidence.down) > 0 ? null : 'now';
  }
  return improvement * (own.moments[variant]!.mean - own.moments[0]!.mean) > 0 ? null : 'now';
}

/** Whether a better variant that looks worse can never look better again: every test that could say so is over. */
export function turnedForGood(state: StatisticsState, plan: CompiledSettings, variant: number): boolean {
  return plan.success.every((metric) => {
    const own = state.metrics[metric.index]!;
    const comparison = own.comparisons[variant - 1]!;
    if (comparison.frozen === null || comparison.betting !== null) return false;
    const better = crossingsOf(comparison).some(({ direction }) => direction === 1);
    return !better || turned(own, metric, variant) === 'for_good';
  });
}
