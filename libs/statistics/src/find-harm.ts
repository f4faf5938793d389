import { type CompiledSettings } from './compile-settings';
import { type DecisiveCrossing, type Reason } from './decision';
import { type ExperimentSettings } from './experiment-settings';
import { change, reason } from './reason';
import { type StatisticsState } from './statistics-state';
import { firstCrossing, isWorse } from './success-crossing';

/**
 * Whether the variants do harm: a guardrail's alarm for any of them, or all of them significantly worse on a success
 * metric (`compares`: whether the data are fit to say that). Null without. One worse variant of several is out, but the
 * others go on.
 */
export function findHarm(
  state: StatisticsState,
  settings: ExperimentSettings,
  plan: CompiledSettings,
  compares: boolean,
): { readonly reasons: Reason[]; readonly crossing: DecisiveCrossing } | null {
  let first: DecisiveCrossing | null = null;
  const reasons: Reason[] = [];
  const add = (crossing: DecisiveCrossing, found: Reason) => {
    if (first === null || crossing.seq < first.seq) first = crossing;
    reasons.push(found);
  };
  for (const metric of plan.guardrails) {
    state.metrics[metric.index]!.comparisons.forEach(({ harm }, index) => {
      if (harm === null) return;
      const crossing = { ...harm, metricIndex: metric.index, variantIndex: index + 1 };
      add(crossing, alarm(crossing, settings));
    });
  }
  const variants = settings.variants.map((_, index) => index).slice(1);
  if (compares && variants.every((variant) => isWorse(state, plan, variant))) {
    for (const variant of variants) {
      const crossing = firstCrossing(state, plan, variant, -1)!;
      add(crossing, worse(crossing, settings));
    }
  }
  return first === null ? null : { reasons, crossing: first };
}

function alarm(crossing: DecisiveCrossing, settings: ExperimentSettings): Reason {
  const { metric, variant } = names(crossing, settings);
  const message =
    `Variant ${variant} harms ${metric}: ${changeOf(crossing, settings)} against the control, ` +
    `seen at unit ${crossing.seq}.${insideMargin(crossing, settings)} Everyone should get the control again.`;
  return reason('harm_alarm', message, numbersOf(crossing), { metric, variant });
}

/** The alarm asks whether it is worse at all. One that is worse by less than may ship is not to look like a contradiction. */
function insideMargin({ effect, metricIndex }: DecisiveCrossing, settings: ExperimentSettings): string {
  const metric = settings.metrics[metricIndex]!;
  if (metric.margin === null || Math.abs(effect) > metric.margin) return '';
  const margin = change(Math.sign(effect) * metric.margin, metric);
  return ` It is worse for certain, though so far by less than the ${margin} that were accepted.`;
}

function worse(crossing: DecisiveCrossing, settings: ExperimentSettings): Reason {
  const { metric, variant } = names(crossing, settings);
  const message =
    `Variant ${variant} is significantly worse than the control on ${metric} ` +
    `(${changeOf(crossing, settings)}, unit ${crossing.seq}). Keep the control.`;
  return reason('significantly_worse', message, numbersOf(crossing), { metric, variant });
}

/** The effect of a crossing, with its sign and unit. */
export function changeOf(crossing: DecisiveCrossing, settings: ExperimentSettings): string {
  return change(crossing.effect, settings.metrics[crossing.metricIndex]!);
}

/** The figures of a crossing. */
export function numbersOf(crossing: DecisiveCrossing): Record<string, number> {
  const { seq, effect, t, statistic, threshold } = crossing;
  return { seq, effect, t, statistic, threshold };
}

/** The names of what a crossing is about. */
export function names(
  crossing: DecisiveCrossing,
  settings: ExperimentSettings,
): { readonly metric: string; readonly variant: string } {
  return {
    metric: settings.metrics[crossing.metricIndex]!.name,
    variant: settings.variants[crossing.variantIndex]!.name,
  };
}
