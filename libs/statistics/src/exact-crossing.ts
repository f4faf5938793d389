import { type ExperimentSettings } from './experiment-settings';
import { horizonShare } from './horizon-share';
import { type Crossing, type MetricState } from './statistics-state';

/** What is remembered of the unit at which the exact test decided. */
export function exactCrossing(
  state: MetricState,
  settings: ExperimentSettings,
  variant: number,
  seq: number,
  seen: { readonly direction: 1 | -1; readonly statistic: number; readonly threshold: number },
): Crossing {
  const control = state.moments[0]!;
  const other = state.moments[variant]!;
  const propensity = state.comparisons[variant - 1]!.propensity!;
  return {
    seq,
    method: 'exact',
    direction: seen.direction,
    effect: other.mean - control.mean + 0,
    t: horizonShare(control.count, other.count, propensity, settings.horizonUnits),
    statistic: seen.statistic,
    threshold: seen.threshold,
  };
}
