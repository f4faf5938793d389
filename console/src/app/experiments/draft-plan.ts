import type { Experiment, MetricDefinition } from './experiments-api';
import { type RangedMetric, sizeWords } from './metric-scale';
import type { PlanPreview } from './plan-curve';
import { refusalWords, unitsWords } from './plan-words';

const DAY_MIN = 1_440;

/** What asks how many conversations the plan of a draft takes. */
export function draftPlanRequest({ promptId, plan, variants, trafficShare }: Experiment): object {
  const { maximumUnits, expectedMean = null, expectedStandardDeviation = null } = plan;
  const given = { maximumUnits, expectedMean, expectedStandardDeviation };
  return {
    prompt: promptId,
    primaryMetric: plan.primaryMetric,
    minimumDetectableEffects: [plan.minimumDetectableEffect],
    secondaryMetrics: plan.secondaryMetrics,
    guardrails: plan.guardrails.map(({ metric, margin }) =>
      margin === null ? { metric } : { metric, margin },
    ),
    shares: variants.map(({ share }) => share),
    trafficShare,
    alpha: plan.alpha,
    power: plan.power,
    mode: plan.mode,
    maximumRuntimeMinutes: plan.maximumRuntimeMinutes,
    windowMinutes: plan.windowMinutes,
    minimumUnits: plan.minimumUnits,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
  };
}

/** What the plan of a draft has no room for, before it starts; none when it has, or nobody knows. */
export function draftWarnings(
  { plan, variants }: Experiment,
  answer: PlanPreview,
  metrics: readonly MetricDefinition[],
): readonly string[] {
  const [planned] = answer.plans;
  if (!planned) return [];
  // Their ranges are only needed where differences are typed.
  const known = new Map(metrics.map((metric) => [metric.name, metric as RangedMetric]));
  const refusal = refusalWords(planned, answer, {
    metric: known.get(plan.primaryMetric),
    metrics: known,
    maximumDays: plan.maximumRuntimeMinutes / DAY_MIN,
    minimumUnits: String(plan.minimumUnits),
    maximumUnits: plan.maximumUnits === null ? '' : String(plan.maximumUnits),
  });
  if (refusal === null) return [];
  const units = unitsWords(
    planned,
    variants.map(({ name }) => name),
  );
  const effect = sizeWords(plan.minimumDetectableEffect, known.get(plan.primaryMetric));
  return [units ? `To find ${effect} on ${plan.primaryMetric} it needs up to ${units}. ${refusal}` : refusal];
}
