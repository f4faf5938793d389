import { type CompiledSettings } from './compile-settings';
import { type DecisiveCrossing } from './decision';
import { type ComparisonState, type Crossing, type StatisticsState } from './statistics-state';

/** The first rejection of a success comparison by either test; at the same unit the exact one. Null without. */
export function successCrossing(comparison: ComparisonState): Crossing | null {
  const { planned, exact } = comparison;
  if (planned === null || exact === null) return planned ?? exact;
  return exact.seq <= planned.seq ? exact : planned;
}

/** The first crossing of a variant over the success metrics in this direction (1 better, -1 worse); null without. */
export function firstCrossing(
  state: StatisticsState,
  plan: CompiledSettings,
  variant: number,
  direction: 1 | -1,
): DecisiveCrossing | null {
  let first: DecisiveCrossing | null = null;
  for (const metric of plan.success) {
    const { planned, exact } = state.metrics[metric.index]!.comparisons[variant - 1]!;
    for (const crossing of [exact, planned]) {
      if (crossing === null || crossing.direction !== direction) continue;
      if (first !== null && first.seq <= crossing.seq) continue;
      first = { ...crossing, metricIndex: metric.index, variantIndex: variant };
    }
  }
  return first;
}

/** Whether a variant is significantly worse on a success metric, by either test: then it cannot win any more. */
export function isWorse(state: StatisticsState, plan: CompiledSettings, variant: number): boolean {
  return plan.success.some((metric) => {
    const { planned, exact } = state.metrics[metric.index]!.comparisons[variant - 1]!;
    return planned?.direction === -1 || exact?.direction === -1;
  });
}
