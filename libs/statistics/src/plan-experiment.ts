import { type Mode } from './experiment-settings';
import {
  detectableEffect,
  estimatedVarianceUnits,
  fixedSampleUnits,
  type FixedSample,
} from './fixed-sample-units';
import { horizonInflation, meanEnd } from './horizon-inflation';
import { figure } from './reason';

/** One metric of a planned experiment: what is known about it and what size of change matters. */
export interface PlannedMetric {
  readonly name: string;
  readonly role: 'success' | 'guardrail';
  /** Part of alpha of a success metric; the parts of all success metrics sum to 1. Ignored for guardrails. */
  readonly weight: number;
  /** Standard deviation of a unit's value on the analysed scale; for a binary metric sqrt(base rate * (1 - base rate)). */
  readonly standardDeviation: number;
  /** Smallest effect worth finding (success) or the margin (guardrail), > 0, on the analysed scale; null = asked for:
   * `implied` answers which effect the reachable units can find. */
  readonly effect: number | null;
  /** The analysed scale is logarithmic: sentences say effects on it in percent. */
  readonly log?: boolean;
}

export interface PlanRequest {
  readonly metrics: readonly PlannedMetric[];
  /** Shares of the variants within the experiment's traffic, first = control; they sum to 1. */
  readonly shares: readonly number[];
  readonly mode: Mode;
  readonly alpha: number;
  readonly power: number;
  readonly futility: boolean;
  readonly minimumUnits: number;
  readonly guardrailAlpha: number;
  readonly plannedPart: number;
  /** Units that enter the experiment a day, all variants together. */
  readonly unitsPerDay: number;
  readonly maximumRuntimeDays: number;
}

export type PlanRefusal = 'no_traffic' | 'minimum_units_unreachable' | 'horizon_unreachable';

export interface ExperimentPlan {
  /** Why no (sufficiently powered) decision is possible in the maximum runtime; null when one is. */
  readonly refusal: { readonly code: PlanRefusal; readonly message: string } | null;
  /** N_plan and N_max: units of a pair (control and the variant with the least traffic). For the settings. */
  readonly plannedUnits: number;
  readonly horizonUnits: number;
  /** Units of the whole experiment until every pair is at its horizon, and of each variant by then. */
  readonly totalUnits: number;
  readonly unitsByVariant: readonly number[];
  /** Days until the horizon; null without traffic. */
  readonly days: number | null;
  /** Days until the earliest end on average if the effect is as planned, roughly; null without traffic. */
  readonly expectedDays: number | null;
  /** horizonUnits / plannedUnits. */
  readonly inflation: number;
  /** Power of each single test, so that success and all guardrails together have the power asked for. */
  readonly powerEach: number;
  readonly metrics: readonly {
    readonly name: string;
    readonly alpha: number;
    /** Fixed-sample units of a pair for its own effect; null when no effect was given. */
    readonly plannedUnits: number | null;
    /** The effect that the horizon above finds with the power asked for. */
    readonly detectableEffect: number;
    /** The effect that the units reachable in the maximum runtime find with that power; null without traffic. */
    readonly reachableEffect: number | null;
  }[];
}

/**
 * Units, days and detectable effects of an experiment.
 *
 * Every success metric gets its part of alpha over the variants, every test the power 1 - beta / (G + 1) with G
 * guardrails; the metric that needs most units sets the horizon. When no metric has an effect, the units reachable in
 * the maximum runtime are the horizon, and `detectableEffect` says what they can find. Large-sample approximations.
 * Errors: RangeError for shares that do not sum to 1, or figures out of range.
 * @example planExperiment(request).days // 12.4
 */
export function planExperiment(request: PlanRequest): ExperimentPlan {
  checkRequest(request);
  const { shares, mode, futility, metrics, unitsPerDay } = request;
  const guardrails = metrics.filter(({ role }) => role === 'guardrail').length;
  const powerEach = 1 - (1 - request.power) / (guardrails + 1);
  const inflation = horizonInflation(mode, futility, request.alpha, powerEach);
  // The variant with the least traffic has the slowest pair.
  const least = Math.min(...shares.slice(1));
  const pair = shares[0]! + least;
  const samples = metrics.map((metric) => sampleOf(metric, request, powerEach, least / pair));
  const own = metrics.map(({ effect }, index) =>
    effect === null ? null : Math.ceil(unitsToFind(samples[index]!, effect)),
  );
  const reachable = Math.floor(unitsPerDay * request.maximumRuntimeDays * pair);
  const known = own.filter((units) => units !== null);
  const enough = Math.ceil((2 * request.minimumUnits) / inflation);
  const plannedUnits = Math.max(enough, ...(known.length > 0 ? known : [Math.floor(reachable / inflation)]));
  const horizonUnits = Math.ceil(plannedUnits * inflation);
  const totalUnits = Math.ceil(horizonUnits / pair);
  const days = unitsPerDay > 0 ? totalUnits / unitsPerDay : null;
  const plan = {
    plannedUnits,
    horizonUnits,
    totalUnits,
    unitsByVariant: shares.map((share) => Math.ceil(totalUnits * share)),
    days,
    expectedDays: days === null ? null : (days / inflation) * meanEnd(mode, futility),
    inflation,
    powerEach,
    metrics: metrics.map(({ name }, index) => ({
      name,
      alpha: samples[index]!.alpha,
      plannedUnits: own[index]!,
      detectableEffect: effectFoundBy(samples[index]!, plannedUnits),
      reachableEffect: reachable > 0 ? effectFoundBy(samples[index]!, reachable / inflation) : null,
    })),
  };
  return { refusal: refusalOf(request, plan, reachable, least), ...plan };
}

/** Of a test with one look that has the variance to estimate, as ours have: at the effect it has the power asked for. */
function unitsToFind(sample: FixedSample, effect: number): number {
  return fixedSampleUnits(sample, effect) + estimatedVarianceUnits(sample.alpha, sample.sides);
}

/** The inverse. With hardly any units, of as many as a variance needs. */
function effectFoundBy(sample: FixedSample, units: number): number {
  return detectableEffect(sample, Math.max(2, units - estimatedVarianceUnits(sample.alpha, sample.sides)));
}

function sampleOf(
  metric: PlannedMetric,
  request: PlanRequest,
  power: number,
  propensity: number,
): FixedSample {
  const { standardDeviation } = metric;
  if (metric.role === 'guardrail') {
    return { alpha: request.guardrailAlpha, sides: 1, power, standardDeviation, propensity };
  }
  const alpha = (request.alpha * metric.weight) / (request.shares.length - 1);
  return { alpha, sides: 2, power, standardDeviation, propensity };
}

function refusalOf(
  request: PlanRequest,
  plan: Omit<ExperimentPlan, 'refusal'>,
  reachable: number,
  least: number,
): ExperimentPlan['refusal'] {
  const { unitsPerDay, maximumRuntimeDays, minimumUnits, shares } = request;
  if (!(unitsPerDay > 0)) {
    return { code: 'no_traffic', message: 'The prompt has no traffic, so no decision is possible.' };
  }
  const smallest = Math.floor(unitsPerDay * maximumRuntimeDays * Math.min(least, shares[0]!));
  if (smallest < minimumUnits) {
    const message =
      `In ${figure(maximumRuntimeDays)} days the smallest variant gets ${smallest} units, but nothing is decided ` +
      `below ${minimumUnits}. Give it more traffic or a longer maximum runtime.`;
    return { code: 'minimum_units_unreachable', message };
  }
  if (reachable >= plan.horizonUnits) return null;
  const slowest = plan.metrics.reduce((a, b) => ((b.plannedUnits ?? 0) > (a.plannedUnits ?? 0) ? b : a));
  const message =
    `${plan.totalUnits} units are needed, ${figure(plan.days!)} days of traffic, but the maximum runtime leaves ` +
    `${figure(maximumRuntimeDays)} days for them. In that time an effect of ${effectInWords(slowest, request)} on ` +
    `${slowest.name} can be found: accept that, use fewer variants, or let it run longer.`;
  return { code: 'horizon_unreachable', message };
}

function effectInWords(
  { name, reachableEffect }: { readonly name: string; readonly reachableEffect: number | null },
  { metrics }: PlanRequest,
): string {
  const effect = reachableEffect ?? 0;
  return metrics.find((metric) => metric.name === name)?.log
    ? `${figure(Math.expm1(effect) * 100)} %`
    : figure(effect);
}

function checkRequest(request: PlanRequest): void {
  const { shares, metrics, alpha, power } = request;
  const sum = shares.reduce((total, share) => total + share, 0);
  if (shares.length < 2 || !shares.every((share) => share > 0) || Math.abs(sum - 1) > 1e-6) {
    throw new RangeError('two or more shares above 0 that sum to 1 are needed');
  }
  if (!(alpha > 0 && alpha <= 0.2)) throw new RangeError('alpha must be above 0 and at most 0.2');
  if (!(power >= 0.5 && power <= 0.99)) throw new RangeError('power must be in [0.5, 0.99]');
  if (!metrics.some(({ role }) => role === 'success')) throw new RangeError('a success metric is needed');
  for (const { name, standardDeviation, effect, role, weight } of metrics) {
    if (!(standardDeviation > 0 && Number.isFinite(standardDeviation))) {
      throw new RangeError(`metric ${name}: the standard deviation must be above 0`);
    }
    if (effect !== null && !(effect > 0 && Number.isFinite(effect))) {
      throw new RangeError(`metric ${name}: the effect must be above 0`);
    }
    if (role === 'success' && !(weight > 0 && weight <= 1)) {
      throw new RangeError(`metric ${name}: the weight must be in (0, 1]`);
    }
  }
}
