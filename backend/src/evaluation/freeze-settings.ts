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
import { knownSpread, type SpreadBasis } from './known-spread';
import { paceWithin, type RecentTraffic } from './recent-traffic';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** Of alpha, when further metrics can decide. */
const PRIMARY_WEIGHT = 0.8;
/** Horizon of a variant when neither spread nor traffic say another, and what a slow prompt yields at least. */
const UNKNOWN_UNITS = 1_000;
const LEAST_UNITS = 100;
/** Of the range or the mean of a guardrail that nobody gave a margin. */
const MARGIN_PART = 0.05;
/** "Not at all worse" cannot be shown. */
const LEAST_MARGIN = 1e-9;

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
    return {
      ...metric,
      plannedUnits: own !== null && own < plannedUnits ? own : null,
      ...shortOf(metric, needed, horizonUnits),
    };
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
    unit: unitOf(metric),
  };
}

/** What differences are told in; a currency that nobody has named is told by the metric's name alone. */
function unitOf({ kind, source, unit }: Metric): string {
  if (kind === 'binary' || (kind === 'bounded' && source === 'trace')) return '%';
  return unit === 'currency' ? '' : unit;
}

/** Above 0: "not at all worse" cannot be shown. */
function usualMargin({ name, minimum, maximum }: Metric, { baselines }: RecentTraffic): number {
  const size =
    minimum !== null && maximum !== null ? maximum - minimum : Math.abs(baselines[name]?.mean ?? 1);
  return Math.max(LEAST_MARGIN, size * MARGIN_PART);
}

/** What the primary metric's spread, and so the size of the experiment, is known from. */
export function sizedBy(design: Design, metrics: readonly MetricDesign[]): SpreadBasis {
  return spreadOf(design, metrics, 0).basis;
}

function spreadOf({ experiment, traffic }: Design, metrics: readonly MetricDesign[], index: number) {
  return knownSpread(metrics[index] as MetricDesign, traffic, index === 0 ? experiment.plan : null);
}

/**
 * Units of a pair of variants: as many as the plan allows, or the effect asks for, as far as the traffic that is known yields
 * them: a horizon far beyond would only cost the planned test its speed. Where nothing says how many an effect asks for, it is
 * all that the traffic yields, because fewer could be too few without anybody knowing, and without traffic what is usual.
 */
function horizon(
  design: Design,
  metrics: readonly MetricDesign[],
  needed: PlannedUnits,
): Pick<ExperimentSettings, 'plannedUnits' | 'horizonUnits'> {
  const { plan, variants, trafficShare } = design.experiment;
  const [control, ...others] = variants.map(({ share }) => share);
  const least = Math.min(...others);
  const pairShare = (control ?? 0) + least;
  const fewest = (minimumUnits(plan) * pairShare) / Math.min(control ?? 0, least);
  /** A horizon before both of a pair have the minimum of units would end every experiment undecided. */
  const pair = (units: number) => {
    const horizonUnits = Math.max(Math.ceil(fewest - ROUNDING), Math.floor(units + ROUNDING));
    return { horizonUnits, plannedUnits: horizonUnits / needed.inflation };
  };
  if (plan.maximumUnits !== null) return pair(plan.maximumUnits * pairShare);
  const perDay = paceOf(design) * trafficShare * pairShare;
  const reachable = perDay > 0 ? Math.max(2 * LEAST_UNITS, perDay * daysToSettle(plan)) : null;
  if (sizedBy(design, metrics) === 'unknown') return pair(reachable ?? 2 * UNKNOWN_UNITS);
  if (reachable !== null && needed.horizonUnits > reachable) return pair(reachable);
  return { plannedUnits: needed.plannedUnits, horizonUnits: needed.horizonUnits };
}

/** What of its effect's units a metric that decides has no room for; nothing where it has. */
function shortOf(
  { name, role }: MetricDesign,
  { metrics, horizonUnits: planned }: PlannedUnits,
  horizonUnits: number,
): Pick<MetricDesign, 'neededUnits'> {
  const own = metrics.find((metric) => metric.name === name)?.horizonUnits ?? 0;
  // Of a further metric, whose effect may ask for far more, only what the plan would wait for.
  const neededUnits = Math.min(own, planned);
  return role === 'success' && neededUnits > horizonUnits ? { neededUnits } : {};
}

/** What is left of a whole number of units after a division. */
const ROUNDING = 1e-9;

/** Conversations of the prompt a day that its plan can count on. */
export function paceOf({ experiment, traffic }: Design): number {
  return paceWithin(traffic, daysToSettle(experiment.plan));
}

/** In which a conversation has to begin to be settled before the experiment ends. */
function daysToSettle({
  maximumRuntimeMinutes,
  windowMinutes,
  graceMinutes,
}: Pick<ExperimentPlan, 'maximumRuntimeMinutes' | 'windowMinutes' | 'graceMinutes'>): number {
  return Math.max(0, maximumRuntimeMinutes - windowMinutes - graceMinutes) / DAY_MINUTES;
}

/** A variance needs two. */
function minimumUnits(plan: ExperimentPlan): number {
  return Math.max(2, plan.minimumUnits);
}

/** What the plan is computed from. A metric of unknown spread has its part in the errors, and sizes nothing. */
export function planRequest(design: Design, metrics: readonly MetricDesign[]): PlanRequest {
  const { plan, variants, trafficShare } = design.experiment;
  return {
    metrics: metrics.map(({ name, role, weight, scale, range, minimumDetectableEffect: effect }, i) => {
      const { spread } = spreadOf(design, metrics, i);
      const width = range && range[1] - range[0];
      return { name, role, weight, spread, effect, width, log: scale === 'log' };
    }),
    shares: variants.map(({ share }) => share),
    mode: plan.mode,
    alpha: plan.alpha,
    power: plan.power,
    futility: DEFAULT_SETTINGS.futility,
    minimumUnits: minimumUnits(plan),
    guardrailAlpha: DEFAULT_SETTINGS.guardrailAlpha,
    plannedPart: DEFAULT_SETTINGS.plannedPart,
    unitsPerDay: paceOf(design) * trafficShare,
    maximumRuntimeDays: daysToSettle(plan),
    maximumUnits: plan.maximumUnits,
  };
}

function metricOf({ metrics }: Design, name: string): Metric {
  const found = metrics.get(name);
  if (!found) throw new Error(`The plan names the metric "${name}", which is not registered`);
  return found;
}
