import {
  planExperiment,
  type ExperimentPlan as PlannedUnits,
  type MetricDesign,
} from '@prompt-registry/statistics';
import type { Metric } from '../experiments/metric.entity';
import { metricDesigns, planRequest, sizedBy, type Design } from './freeze-settings';
import type { CoarseMetricDto, EffectPlanDto, SizingMetricDto } from './plan-preview.dto';

const DAY_MINUTES = 1_440;
/** A further metric that is shown this much less finely is told: rounding is not. */
const WORTH_TELLING = 1.01;
/** What is left of a difference of rates. */
const ROUNDING = 1e-12;
/** ln(1,000), on a logarithmic scale. */
const LARGEST_RATIO = Math.log(1_000);

/** What the effect of a plan asks for; no number that is not a plan. */
export function effectPlan(design: Design): EffectPlanDto {
  const { plan, trafficShare } = design.experiment;
  const metrics = metricDesigns(design);
  const basis = sizedBy(design, metrics);
  const planned = planExperiment(planRequest(design, metrics));
  const windowDays = (plan.windowMinutes + plan.graceMinutes) / DAY_MINUTES;
  const { minimumDetectableEffect } = plan;
  const impossible = impossibility(design);
  if (basis === 'unknown')
    return {
      minimumDetectableEffect,
      units: null,
      unitsByVariant: null,
      conversationsPerDayNeeded: null,
      days: null,
      expectedDays: null,
      sizedBy: null,
      coarse: [],
      refusal: { code: 'spread_unknown', message: unknownWords(design) },
    };
  const { totalUnits, unitsByVariant, unitsPerDayNeeded, days, expectedDays } = planned;
  return {
    minimumDetectableEffect,
    units: totalUnits,
    unitsByVariant,
    conversationsPerDayNeeded: Number.isFinite(unitsPerDayNeeded) ? unitsPerDayNeeded / trafficShare : null,
    days: days === null ? null : days + windowDays,
    expectedDays: expectedDays === null || basis === 'widest' ? null : expectedDays + windowDays,
    sizedBy: sizingMetric(design, metrics, planned),
    coarse: coarseMetrics(design, metrics, planned),
    refusal: impossible ?? planned.refusal,
  };
}

function sizingMetric(
  design: Design,
  metrics: readonly MetricDesign[],
  planned: PlannedUnits,
): SizingMetricDto | null {
  const asks = planned.metrics.map(({ horizonUnits }) => horizonUnits ?? 0);
  const index = asks.indexOf(Math.max(...asks));
  const [metric, found] = [metrics[index], planned.metrics[index]];
  if (!metric || !found) return null;
  const write = (effect: number) => inUnit(design, metric, effect);
  const { reachableEffect: reachable } = found;
  const isPossible =
    reachable !== null &&
    reachable <= largest(metric) &&
    (index > 0 || write(reachable) <= roomOf(design).room);
  return {
    metric: metric.name,
    asked: write(metric.minimumDetectableEffect),
    reachable: isPossible ? write(reachable) : null,
  };
}

/** Hardly any conversations find only what no metric can differ by. */
function largest({ kind, scale, range }: MetricDesign): number {
  if (scale === 'log') return LARGEST_RATIO;
  if (kind === 'binary') return 1;
  return range === null ? Infinity : range[1] - range[0];
}

function coarseMetrics(
  design: Design,
  metrics: readonly MetricDesign[],
  planned: PlannedUnits,
): CoarseMetricDto[] {
  return metrics.slice(1).flatMap((metric, i) => {
    const shown = planned.metrics[i + 1]?.detectableEffect ?? null;
    const asked = metric.minimumDetectableEffect;
    if (shown === null || shown <= asked * WORTH_TELLING) return [];
    const write = (effect: number) => inUnit(design, metric, effect);
    return [{ metric: metric.name, asked: write(asked), shown: write(Math.min(shown, largest(metric))) }];
  });
}

/** What is analysed as a ratio is said as a difference from what the metric is now. */
function inUnit({ traffic }: Design, { name, scale }: MetricDesign, effect: number): number {
  return scale === 'log' ? Math.expm1(effect) * (traffic.baselines[name]?.mean ?? 0) : effect;
}

/** An improvement that the metric's bounds leave no room for. */
function impossibility(design: Design): EffectPlanDto['refusal'] {
  const { primaryMetric: name, minimumDetectableEffect: effect } = design.experiment.plan;
  const { room, mean, bound, verb } = roomOf(design);
  if (mean === null || effect <= room) return null;
  const message = `${name} is ${number(mean)} now and cannot ${verb} by ${number(effect)}: it ends at ${bound}.`;
  return { code: 'effect_impossible', message };
}

/** How far the primary metric can get better from where it is. */
function roomOf({ experiment, metrics, traffic }: Design) {
  const { primaryMetric, expectedMean = null } = experiment.plan;
  const { name, direction, minimum, maximum } = metrics.get(primaryMetric) as Metric;
  const mean = traffic.baselines[name]?.mean ?? expectedMean;
  const [bound, verb] = direction === 'increase' ? [maximum, 'rise'] : [minimum, 'fall'];
  if (mean === null || bound === null) return { room: Infinity, mean, bound, verb };
  const room = (direction === 'increase' ? bound - mean : mean - bound) + ROUNDING * Math.abs(mean);
  return { room, mean, bound, verb };
}

function unknownWords({ experiment, traffic }: Design): string {
  const { primaryMetric } = experiment.plan;
  const lately = traffic.baselines[primaryMetric]
    ? 'did not vary in the recent conversations'
    : 'has been measured in fewer than 50 recent conversations';
  return (
    `${primaryMetric} ${lately} and has no bounds, so nobody knows how many an effect needs. ` +
    `Give its expected standard deviation.`
  );
}

/** Three significant digits. */
function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}
