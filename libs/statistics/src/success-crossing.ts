import { type CompiledMetric, type CompiledSettings } from './compile-settings';
import { type DecisiveCrossing } from './decision';
import { type ComparisonState, type Crossing, type StatisticsState } from './statistics-state';

/** The first rejection of a success comparison by either test; at the same unit the exact one. Null without. */
export function successCrossing(comparison: ComparisonState): Crossing | null {
  const { planned, exact } = comparison;
  if (planned === null || exact === null) return planned ?? exact;
  return exact.seq <= planned.seq ? exact : planned;
}

/**
 * The first crossing of a variant in this direction (1 better, -1 worse) over the success metrics, or those of them that
 * `counts` says; null without.
 */
export function firstCrossing(
  state: StatisticsState,
  plan: CompiledSettings,
  variant: number,
  direction: 1 | -1,
  counts: (metric: CompiledMetric) => boolean = () => true,
): DecisiveCrossing | null {
  let first: DecisiveCrossing | null = null;
  for (const metric of plan.success.filter(counts)) {
    for (const crossing of crossingsOf(state.metrics[metric.index]!.comparisons[variant - 1]!)) {
      if (crossing.direction !== direction) continue;
      if (first !== null && first.seq <= crossing.seq) continue;
      first = { ...crossing, metricIndex: metric.index, variantIndex: variant };
    }
  }
  return first;
}

/**
 * Whether a variant is significantly worse on a success metric, by either test and at any time: then it cannot win any
 * more, also when it was better before or is later.
 */
export function isWorse(state: StatisticsState, plan: CompiledSettings, variant: number): boolean {
  return plan.success.some((metric) => {
    const comparison = state.metrics[metric.index]!.comparisons[variant - 1]!;
    return crossingsOf(comparison).some(({ direction }) => direction === -1);
  });
}

/** Every side that a success comparison has reached, by either test; the exact one's first. */
export function crossingsOf({
  exact,
  planned,
  exactReversal,
  plannedReversal,
}: ComparisonState): readonly Crossing[] {
  return [exact, planned, exactReversal, plannedReversal].filter((crossing) => crossing !== null);
}
