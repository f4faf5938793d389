import { comparisonInterval } from './comparison-interval';
import { type CompiledSettings } from './compile-settings';
import { type Reason } from './decision';
import { type ExperimentSettings } from './experiment-settings';
import { horizonShare } from './horizon-share';
import { change, reason, size } from './reason';
import { type ComparisonState, type MetricState, type StatisticsState } from './statistics-state';
import { isWorse } from './success-crossing';

/**
 * Whether every success comparison of the variants that are not out has had its last look, and else how far they are.
 * Never in `anytime`, which has no horizon.
 */
export function findHorizon(
  state: StatisticsState,
  settings: ExperimentSettings,
  plan: CompiledSettings,
): { readonly reached: boolean; readonly reasons: Reason[] } {
  let reached = settings.mode !== 'anytime';
  let progress = 1;
  let changed: string | null = null;
  forOpenComparisons(state, settings, plan, (comparison, own, _index, variant) => {
    if (comparison.frozen?.reason === 'horizon') return;
    reached = false;
    if (comparison.frozen?.reason === 'split_changed') changed ??= settings.variants[variant]!.name;
    const [control, other] = [own.moments[0]!.count, own.moments[variant]!.count];
    const propensity = comparison.propensity ?? 0.5;
    progress = Math.min(progress, horizonShare(control, other, propensity, settings.horizonUnits));
  });
  if (reached) return { reached, reasons: [] };
  const message = `${Math.floor(100 * progress)} % of the planned information is in.`;
  const reasons = [reason('collecting', message, { progress, units: state.units })];
  if (changed !== null && settings.mode !== 'anytime') reasons.push(splitChanged(changed, settings));
  return { reached, reasons };
}

/** The reasons that any difference is too small to matter: every interval lies within the minimum effect. Null if not. */
export function findNoDifference(
  state: StatisticsState,
  settings: ExperimentSettings,
  plan: CompiledSettings,
): Reason[] | null {
  const reasons: Reason[] = [];
  let within = true;
  forOpenComparisons(state, settings, plan, (_comparison, own, index, variant) => {
    const metric = plan.metrics[index]!;
    const interval = comparisonInterval(own, metric, settings, variant);
    const effect = metric.design.minimumDetectableEffect;
    if (interval === null || !(interval[0] > -effect && interval[1] < effect)) {
      within = false;
      return;
    }
    const { name } = settings.variants[variant]!;
    const message =
      `The difference of ${name} on ${metric.design.name} lies between ${change(interval[0], metric.design)} and ` +
      `${change(interval[1], metric.design)}, less than the smallest effect worth finding (${size(effect, metric.design)}).`;
    const numbers = { low: interval[0], high: interval[1], minimumDetectableEffect: effect };
    reasons.push(
      reason('within_minimum_effect', message, numbers, { metric: metric.design.name, variant: name }),
    );
  });
  return within && reasons.length > 0 ? reasons : null;
}

function splitChanged(variant: string, settings: ExperimentSettings): Reason {
  const message =
    `The split between ${variant} and the control was changed, which ended its large-sample test. ` +
    (settings.mode === 'hybrid'
      ? 'The exact test goes on; an unbounded metric can no longer be decided.'
      : 'It can no longer be decided: stop this experiment and start a new one.');
  return reason('split_changed', message, {}, { variant });
}

function forOpenComparisons(
  state: StatisticsState,
  settings: ExperimentSettings,
  plan: CompiledSettings,
  visit: (comparison: ComparisonState, own: MetricState, metricIndex: number, variant: number) => void,
): void {
  for (let variant = 1; variant < settings.variants.length; variant++) {
    if (isWorse(state, plan, variant)) continue;
    for (const metric of plan.success) {
      const own = state.metrics[metric.index]!;
      visit(own.comparisons[variant - 1]!, own, metric.index, variant);
    }
  }
}
