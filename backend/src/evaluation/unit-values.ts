import type { ExperimentPlan, InsightQualityWeights } from '../experiments/experiment-plan';

/** The metrics that `insight_quality` is made of. */
const COMPONENTS = ['confidence', 'user_actioned', 'architect_satisfaction'] as const satisfies ReadonlyArray<
  keyof InsightQualityWeights
>;
const COMPOSITE = 'insight_quality';

/** What the observations of one conversation come to: the mean by metric; a metric without any is absent. */
export type Observed = Readonly<Record<string, number>>;

/** How observations become the values of a unit; all of it fixed when the experiment starts. */
export interface ValueRules {
  /** In the order of the settings. */
  readonly metrics: readonly string[];
  readonly weights: InsightQualityWeights;
  readonly missingComponent: ExperimentPlan['missingComponent'];
  /** What a conversation without any observation of a metric counts as; `null` or absent = nothing. */
  readonly missingValues: Readonly<Record<string, number | null>>;
}

/** The metrics whose observations are needed for the values of `metrics`. */
export function observedMetrics(metrics: readonly string[]): string[] {
  const needed = metrics.flatMap((metric) => (metric === COMPOSITE ? COMPONENTS : [metric]));
  return [...new Set(needed)];
}

/**
 * The values of a unit in the order of the metrics; `null` where it has none. What a conversation without a value counts
 * as in the analysis is the settings' business; only the parts of `insight_quality` are filled in here.
 */
export function unitValues(observed: Observed, rules: ValueRules): Array<number | null> {
  return rules.metrics.map((metric) =>
    metric === COMPOSITE ? insightQuality(observed, rules) : (observed[metric] ?? null),
  );
}

/** A part that nobody reported is first what the metric says of conversations without it, then what the plan says. */
function insightQuality(
  observed: Observed,
  { weights, missingComponent, missingValues }: ValueRules,
): number | null {
  let sum = 0;
  for (const component of COMPONENTS) {
    const weight = weights[component];
    if (weight === 0) continue;
    const value =
      observed[component] ??
      missingValues[component] ??
      (missingComponent === 'exclude' ? null : missingComponent);
    if (value === null) return null;
    sum += weight * value;
  }
  // Weights sum to 1 but for rounding, and a bounded metric must stay within its bounds.
  return Math.min(1, Math.max(0, sum));
}
