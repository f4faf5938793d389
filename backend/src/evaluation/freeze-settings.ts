import {
  DEFAULT_SETTINGS,
  planExperiment,
  type ExperimentSettings,
  type ExperimentPlan as PlannedUnits,
  type MetricDesign,
  type PlanRequest,
} from '@prompt-registry/statistics';
import type { ExperimentPlan } from '../experiments/experiment-plan';
import type { Experiment } from '../experiments/experiment.entity';
import type { Metric } from '../experiments/metric.entity';
import { standardDeviationOf, type RecentTraffic } from './recent-traffic';
import { widestSpread } from './widest-spread';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** Of alpha, when further metrics can decide. */
const PRIMARY_WEIGHT = 0.8;
/** Horizon of a variant when neither spread nor traffic say another, and what a slow prompt yields at least. */
const UNKNOWN_UNITS = 1_000;
const LEAST_UNITS = 100;
const UNKNOWN_DAYS = 28;
/** Of the range or the mean of a guardrail that nobody gave a margin. */
const MARGIN_PART = 0.05;
/** "Not at all worse" cannot be shown. */
const LEAST_MARGIN = 1e-9;
/** A metric that asks for more units than so many times the primary one's sizes nothing: nobody would wait for it. */
const MOST_OF_PRIMARY = 4;

export interface Design {
  readonly experiment: Pick<Experiment, 'variants' | 'plan' | 'trafficShare'>;
  readonly startedAt: Date;
  /** Those that the plan names, by name. */
  readonly metrics: ReadonlyMap<string, Metric>;
  /** From before the start. */
  readonly traffic: RecentTraffic;
}

/** The metrics that a plan names, those that decide first. */
export function plannedMetrics(plan: ExperimentPlan): string[] {
  return [plan.primaryMetric, ...plan.secondaryMetrics, ...plan.guardrails.map(({ metric }) => metric)];
}

/** Everything that the tests depend on besides the data, as it is fixed at an experiment's first evaluation. */
export function freezeSettings(design: Design): ExperimentSettings {
  const { experiment, startedAt } = design;
  const { plan, variants } = experiment;
  const designs = metricDesigns(design);
  const needed = planExperiment(planRequest(design, designs));
  const { plannedUnits, horizonUnits } = horizon(design, designs, needed);
  // The exact test of a metric bets on its own effect, as far as the units reach.
  const metrics = designs.map((metric) => {
    const own = needed.metrics.find(({ name }) => name === metric.name)?.plannedUnits ?? null;
    const known = standardDeviationOf(metric, design.traffic) !== null;
    return { ...metric, plannedUnits: own !== null && known && own < plannedUnits ? own : null };
  });
  return {
    ...DEFAULT_SETTINGS,
    variants: variants.map(({ name, share }) => ({ name, share })),
    metrics,
    mode: plan.mode,
    alpha: plan.alpha,
    power: plan.power,
    minimumUnits: minimumUnits(plan),
    horizonUnits,
    plannedUnits,
    startedAt: startedAt.getTime(),
    minimumRuntimeMs: plan.minimumRuntimeMinutes * MINUTE_MS,
    maximumRuntimeMs: plan.maximumRuntimeMinutes * MINUTE_MS,
  };
}

/** The metrics of a plan as the tests take them: those that decide first, then the guardrails. */
export function metricDesigns(design: Design): MetricDesign[] {
  const { primaryMetric, secondaryMetrics, guardrails, minimumDetectableEffect } = design.experiment.plan;
  const primaryWeight = secondaryMetrics.length > 0 ? PRIMARY_WEIGHT : 1;
  const weight = (1 - primaryWeight) / secondaryMetrics.length;
  return [
    successMetric(design, primaryMetric, primaryWeight, minimumDetectableEffect),
    // The plan has the primary metric's effect only; what matters of another is what a guardrail on it would tolerate.
    ...secondaryMetrics.map((name) => {
      const metric = metricOf(design, name);
      return successMetric(design, name, weight, metric.margin || usualMargin(metric, design.traffic));
    }),
    ...guardrails.map(({ metric, margin }) => guardrail(design, metric, margin)),
  ];
}

/** On its own scale; a logarithmic one needs a known mean to say what an absolute effect is as a ratio. */
function successMetric(design: Design, name: string, weight: number, effect: number): MetricDesign {
  const metric = metricOf(design, name);
  const known = design.traffic.baselines[name];
  // A bounded metric has an exact test on its own scale only.
  const ratios = metric.scale === 'log' && metric.kind === 'continuous';
  const ratio = ratios && known?.log ? Math.log1p(effect / known.mean) : null;
  return {
    ...linear(metric),
    role: 'success',
    weight,
    ...(ratio !== null && known?.log ? { scale: 'log' as const, floor: known.log.floor } : {}),
    minimumDetectableEffect: ratio ?? effect,
    margin: null,
  };
}

/** Margins are in the metric's unit, so that is how the difference is analysed. */
function guardrail(design: Design, name: string, planned: number | null): MetricDesign {
  const metric = metricOf(design, name);
  const margin = planned || metric.margin || usualMargin(metric, design.traffic);
  return { ...linear(metric), role: 'guardrail', weight: 0, minimumDetectableEffect: margin, margin };
}

function linear(
  metric: Metric,
): Omit<MetricDesign, 'role' | 'weight' | 'minimumDetectableEffect' | 'margin'> {
  const { name, kind, direction, minimum, maximum, missingValue } = metric;
  return {
    name,
    kind,
    direction,
    range: kind === 'bounded' && minimum !== null && maximum !== null ? [minimum, maximum] : null,
    scale: 'linear',
    floor: null,
    cap: null,
    missing: missingValue ?? 'exclude',
    plannedUnits: null,
  };
}

/** Above 0: "not at all worse" cannot be shown. */
function usualMargin({ name, minimum, maximum }: Metric, { baselines }: RecentTraffic): number {
  const size =
    minimum !== null && maximum !== null ? maximum - minimum : Math.abs(baselines[name]?.mean ?? 1);
  return Math.max(LEAST_MARGIN, size * MARGIN_PART);
}

/** How the size of an experiment is known: measured spread, the widest that the metric's bounds allow, or not at all. */
export type SizedBy = 'measured' | 'widest' | 'nothing';

export function sizedBy(metrics: readonly MetricDesign[], traffic: RecentTraffic): SizedBy {
  const deciding = metrics.filter(({ role }) => role === 'success');
  if (deciding.every((metric) => standardDeviationOf(metric, traffic) !== null)) return 'measured';
  return deciding.every((metric) => spreadAtMost(metric, traffic) !== null) ? 'widest' : 'nothing';
}

function spreadAtMost(metric: MetricDesign, traffic: RecentTraffic): number | null {
  return standardDeviationOf(metric, traffic) ?? widestSpread(metric);
}

/**
 * Units of a pair of variants: as many as the plan allows, or the effect asks for, or what is usual when little is known.
 * By the widest spread, and without traffic that says what can be reached, more than usual would be a guess.
 */
function horizon(
  design: Design,
  metrics: readonly MetricDesign[],
  needed: PlannedUnits,
): Pick<ExperimentSettings, 'plannedUnits' | 'horizonUnits'> {
  const { plan, variants, trafficShare } = design.experiment;
  const [control, ...others] = variants.map(({ share }) => share);
  const pairShare = (control ?? 0) + Math.min(...others);
  const pair = pairOf(plan, needed.inflation);
  if (plan.maximumUnits !== null) return pair(plan.maximumUnits * pairShare);
  const perDay = design.traffic.conversationsPerDay * trafficShare * pairShare;
  // A horizon far beyond what the runtime yields would only cost the planned test its speed.
  const reachable = Math.max(2 * LEAST_UNITS, perDay * (plan.maximumRuntimeMinutes / DAY_MINUTES));
  const usual = 2 * UNKNOWN_UNITS;
  const known = sizedBy(metrics, design.traffic);
  if (known === 'measured') {
    const { plannedUnits, horizonUnits } = needed;
    return horizonUnits <= reachable ? { plannedUnits, horizonUnits } : pair(reachable);
  }
  if (known === 'widest') {
    const { horizonUnits } = planExperiment(planRequest(design, metrics, 'widest'));
    return pair(Math.min(horizonUnits, perDay > 0 ? reachable : usual));
  }
  return pair(perDay > 0 ? Math.min(usual, Math.max(2 * LEAST_UNITS, perDay * UNKNOWN_DAYS)) : usual);
}

/** A horizon before both of a pair have the minimum of units would end every experiment undecided. */
const pairOf =
  (plan: ExperimentPlan, inflation: number) =>
  (units: number): Pick<ExperimentSettings, 'plannedUnits' | 'horizonUnits'> => {
    const horizonUnits = Math.max(2 * minimumUnits(plan), Math.floor(units));
    return { horizonUnits, plannedUnits: horizonUnits / inflation };
  };

/** A variance needs two. */
function minimumUnits(plan: ExperimentPlan): number {
  return Math.max(2, plan.minimumUnits);
}

/**
 * What the plan is computed from. A metric of unknown spread takes no part, but the primary one, whose size says nothing
 * then; with `widest`, those that decide have the largest spread that their bounds allow.
 */
export function planRequest(
  { experiment, traffic }: Design,
  metrics: readonly MetricDesign[],
  spread: SizedBy = 'measured',
): PlanRequest {
  const { plan, variants, trafficShare } = experiment;
  const known = metrics.flatMap((metric, i) => {
    const found =
      spread === 'widest' && metric.role === 'success'
        ? spreadAtMost(metric, traffic)
        : standardDeviationOf(metric, traffic);
    const standardDeviation = found ?? (i === 0 ? 1 : null);
    if (standardDeviation === null) return [];
    const { name, role, weight, minimumDetectableEffect: effect } = metric;
    return [{ name, role, weight, standardDeviation, effect, log: metric.scale === 'log' }];
  });
  const total = known.reduce((sum, { role, weight }) => sum + (role === 'success' ? weight : 0), 0);
  const request = {
    metrics: known.map((metric) => ({ ...metric, weight: metric.weight / total })),
    shares: variants.map(({ share }) => share),
    mode: plan.mode,
    alpha: plan.alpha,
    power: plan.power,
    futility: DEFAULT_SETTINGS.futility,
    minimumUnits: minimumUnits(plan),
    guardrailAlpha: DEFAULT_SETTINGS.guardrailAlpha,
    plannedPart: DEFAULT_SETTINGS.plannedPart,
    unitsPerDay: traffic.conversationsPerDay * trafficShare,
    maximumRuntimeDays: plan.maximumRuntimeMinutes / DAY_MINUTES,
  };
  const own = planExperiment(request).metrics.map(({ plannedUnits }) => plannedUnits ?? 0);
  const most = (own[0] ?? 0) * MOST_OF_PRIMARY;
  return {
    ...request,
    metrics: request.metrics.map((metric, i) =>
      (own[i] ?? 0) > most ? { ...metric, effect: null } : metric,
    ),
  };
}

function metricOf({ metrics }: Design, name: string): Metric {
  const found = metrics.get(name);
  if (!found) throw new Error(`The plan names the metric "${name}", which is not registered`);
  return found;
}
