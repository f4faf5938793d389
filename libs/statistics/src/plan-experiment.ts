import { type Mode } from './experiment-settings';
import {
  detectableEffect,
  estimatedVarianceUnits,
  fixedSampleUnits,
  type FixedSample,
} from './fixed-sample-units';
import { horizonInflation, meanEnd } from './horizon-inflation';
import { figure } from './reason';
import { type Spread } from './spread';

/** One metric of a planned experiment: what is known about it and what size of change matters. */
export interface PlannedMetric {
  readonly name: string;
  readonly role: 'success' | 'guardrail';
  /** Part of alpha of a success metric; the parts of all success metrics sum to 1. Ignored for guardrails. */
  readonly weight: number;
  /** How a unit's value varies; null = not known: the metric has its part in the errors, and says nothing of the size. */
  readonly spread: Spread | null;
  /** Smallest effect worth finding (success) or the margin (guardrail), > 0, on the analysed scale; null = asked for:
   * `implied` answers which effect the reachable units can find. */
  readonly effect: number | null;
  /** The analysed scale is logarithmic: sentences say effects on it in percent. */
  readonly log?: boolean;
  /** Guardrails: how far apart the ends of the declared range are; null or left out = it has none. Harm that is made of the
   * worst there is, and was not seen yet, is to be ruled out whatever the spread. The exact test does that, which goes on after the
   * horizon, so it makes no plan longer. */
  readonly width?: number | null;
}

export interface PlanRequest {
  /** The first one is what the experiment is about. */
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
  /** In which a unit has to enter to be settled in time. */
  readonly maximumRuntimeDays: number;
  /** All variants together; null = what the effects ask for. */
  readonly maximumUnits: number | null;
}

export type PlanRefusal =
  'no_traffic' | 'minimum_units_unreachable' | 'horizon_unreachable' | 'maximum_units_too_few';

/** Nobody would wait longer for a further metric than so many times as long as for the first. */
const MOST_OF_FIRST = 4;

const LEAST_POWER = 0.5; // that may be asked for
/** ln(1,000): nobody plans for a thousand times as much. */
const LARGEST_RATIO = Math.log(1_000);

export interface ExperimentPlan {
  /** Why no (sufficiently powered) decision is possible in the maximum runtime; null when one is. */
  readonly refusal: { readonly code: PlanRefusal; readonly message: string } | null;
  /** N_plan and N_max: units of a pair (control and the variant with the least traffic). For the settings. */
  readonly plannedUnits: number;
  readonly horizonUnits: number;
  /** Units of each variant when the slowest pair is at its horizon, and of all together. */
  readonly unitsByVariant: readonly number[];
  readonly totalUnits: number;
  /** Of the whole experiment, to get there within the maximum runtime. */
  readonly unitsPerDayNeeded: number;
  /** Days until the horizon; null without traffic. */
  readonly days: number | null;
  /** Days until the earliest end on average if the effect is as planned, roughly; null without traffic. */
  readonly expectedDays: number | null;
  /** horizonUnits / plannedUnits, of the first metric's test. */
  readonly inflation: number;
  /** Power of each single test, so that success and all guardrails together have the power asked for. */
  readonly powerEach: number;
  readonly metrics: readonly {
    readonly name: string;
    readonly alpha: number;
    /** Fixed-sample units of a pair for its own effect; null when no effect was given, or its spread is not known. */
    readonly plannedUnits: number | null;
    /** The horizon that it asks for on its own. */
    readonly horizonUnits: number | null;
    /** The effect that the horizon above finds with the power asked for; null when nothing is known of it. */
    readonly detectableEffect: number | null;
    /** The effect that the units reachable in the maximum runtime find with that power, or those that are allowed where they are
     * fewer; null without traffic and such a limit as well. */
    readonly reachableEffect: number | null;
  }[];
}

/**
 * Units, days and detectable effects of an experiment.
 *
 * Every success metric gets its part of alpha over the variants, every test the power 1 - beta / (G + 1) with G
 * guardrails; the metric that needs most units sets the horizon, though no further metric more than four times the first one's:
 * its `detectableEffect` says what it comes to then. So units never fall when an effect or alpha gets smaller, or the power
 * greater. When no metric has an effect and a spread, the units reachable in the maximum runtime are the horizon, and
 * `detectableEffect` says what they can find. Large-sample approximations.
 * Errors: RangeError for shares that do not sum to 1, or figures out of range.
 * @example planExperiment(request).days // 12.4
 */
export function planExperiment(request: PlanRequest): ExperimentPlan {
  checkRequest(request);
  const { shares, mode, futility, metrics, unitsPerDay, maximumRuntimeDays } = request;
  const guardrails = metrics.filter(({ role }) => role === 'guardrail').length;
  const powerEach = 1 - (1 - request.power) / (guardrails + 1);
  // The variant with the least traffic has the slowest pair.
  const least = Math.min(...shares.slice(1));
  const pair = shares[0]! + least;
  const tests = metrics.map((metric) => testOf(metric, request, powerEach, least / pair));
  const inflation = tests[0]!.inflation;
  const allowed = request.maximumUnits === null ? Infinity : Math.floor(request.maximumUnits * pair);
  const arriving = unitsPerDay > 0 ? Math.floor(unitsPerDay * maximumRuntimeDays * pair) : Infinity;
  const reachable = Math.min(allowed, arriving) === Infinity ? 0 : Math.min(allowed, arriving);
  const asked = mostOf(tests.map(({ horizon }) => horizon));
  // Nothing is tested before both of a pair have the minimum.
  const fewest = Math.ceil((request.minimumUnits * pair) / Math.min(shares[0]!, least) - ROUNDING);
  const horizonUnits = Math.max(fewest, asked ?? reachable);
  const plannedUnits = Math.floor(horizonUnits / inflation);
  const unitsByVariant = shares.map((share) => Math.ceil((horizonUnits / pair) * share - ROUNDING));
  const totalUnits = unitsByVariant.reduce((sum, units) => sum + units, 0);
  const days = unitsPerDay > 0 ? totalUnits / unitsPerDay : null;
  const plan = {
    plannedUnits,
    horizonUnits,
    unitsByVariant,
    totalUnits,
    unitsPerDayNeeded: totalUnits / maximumRuntimeDays,
    days,
    expectedDays: days === null ? null : (days / inflation) * meanEnd(mode, futility),
    inflation,
    powerEach,
    metrics: metrics.map(({ name }, index) => ({
      name,
      alpha: tests[index]!.alpha,
      plannedUnits: tests[index]!.units,
      horizonUnits: tests[index]!.horizon,
      detectableEffect: effectFoundBy(tests[index]!, horizonUnits),
      reachableEffect: reachable > 0 ? effectFoundBy(tests[index]!, reachable) : null,
    })),
  };
  return { refusal: refusalOf(request, plan, { allowed, arriving }, least), ...plan };
}

/** What is left of a whole number of units after a division. */
const ROUNDING = 1e-9;

/** What the metrics ask for together. */
function mostOf([first = null, ...further]: readonly (number | null)[]): number | null {
  const most = first === null ? Infinity : first * MOST_OF_FIRST;
  const known = [first, ...further].filter((units) => units !== null);
  return known.length === 0 ? null : Math.min(most, Math.max(...known));
}

/** How one metric is tested. */
interface MetricTest {
  readonly alpha: number;
  /** A test with one look; null when the spread is not known. */
  readonly sample: FixedSample | null;
  /** Of that test, for the metric's own effect: the variance has to be estimated, as ours have it. */
  readonly units: number | null;
  /** The horizon that it asks for. */
  readonly horizon: number | null;
  /** How many times as many ours needs at most. */
  readonly inflation: number;
  /** Units of a pair, times the effect, that rule out harm of which nothing was seen; 0 where none is to be. */
  readonly unseen: number;
}

/** What the exact test of a guardrail whose failures never happen needs, in times of ln(1 / alpha) failures at the margin: its bets
 * are careful at first. Measured: 1.10 to 1.22 at splits from 10/90 to 90/10, margins of 1 to 20 % and alpha of 0.005 to 0.1. */
const CAREFUL_BETS = 1.2;

function testOf(
  { role, weight, spread, effect, width }: PlannedMetric,
  { mode, futility, ...request }: PlanRequest,
  power: number,
  propensity: number,
): MetricTest {
  const isGuardrail = role === 'guardrail';
  const alpha = isGuardrail ? request.guardrailAlpha : (request.alpha * weight) / (request.shares.length - 1);
  const sides = isGuardrail ? 1 : 2;
  // Of a one-sided boundary as of the two-sided one that it is half of. Nobody gives up because of a guardrail.
  const givesUp = futility && !isGuardrail;
  const inflationAt = (asked: number) => horizonInflation(mode, givesUp, (2 / sides) * alpha, asked);
  const sample = spread === null ? null : ({ alpha, sides, power, spread, propensity } as const);
  const unitsAt = (asked: number) =>
    sample === null || effect === null
      ? null
      : fixedSampleUnits({ ...sample, power: asked }, effect) + estimatedVarianceUnits(alpha, sides);
  const horizonAt = (asked: number) => unitsAt(asked)! * inflationAt(asked);
  const units = unitsAt(power);
  const exactAlpha = mode === 'anytime' ? alpha : alpha * (1 - request.plannedPart);
  const unseen =
    isGuardrail && width !== undefined && width !== null
      ? (CAREFUL_BETS * width * -Math.log(exactAlpha)) / Math.min(propensity, 1 - propensity)
      : 0;
  return {
    alpha,
    sample,
    units: units === null ? null : Math.ceil(units),
    // Rounded last, and of a large effect, which is found by what a variance needs, as with the least power: less is never more.
    horizon: units === null ? null : Math.ceil(Math.max(horizonAt(power), horizonAt(LEAST_POWER))),
    inflation: inflationAt(power),
    unseen,
  };
}

/** The effect that a horizon of so many units finds. With hardly any units, of as many as a variance needs. */
function effectFoundBy({ sample, inflation, unseen }: MetricTest, horizonUnits: number): number | null {
  const least = unseen / horizonUnits;
  if (sample === null) return least > 0 ? least : null;
  const units = horizonUnits / inflation - estimatedVarianceUnits(sample.alpha, sample.sides);
  return Math.max(least, detectableEffect(sample, Math.max(2, units)));
}

function refusalOf(
  request: PlanRequest,
  plan: Omit<ExperimentPlan, 'refusal'>,
  { allowed, arriving }: { readonly allowed: number; readonly arriving: number },
  least: number,
): ExperimentPlan['refusal'] {
  const { unitsPerDay, maximumRuntimeDays, minimumUnits, maximumUnits, shares } = request;
  const slowest = plan.metrics.reduce((a, b) => ((b.horizonUnits ?? 0) > (a.horizonUnits ?? 0) ? b : a));
  if (allowed < plan.horizonUnits) {
    const message =
      `${plan.totalUnits} units are needed, but at most ${maximumUnits} are allowed. ` +
      `They find ${foundInWords(slowest, request)}: accept that, or allow more.`;
    return { code: 'maximum_units_too_few', message };
  }
  if (!(unitsPerDay > 0) && maximumRuntimeDays > 0) {
    const message =
      `Without traffic nobody knows how long it takes: ${plan.totalUnits} units are needed, ` +
      `${figure(plan.unitsPerDayNeeded)} a day to be done in ${figure(maximumRuntimeDays)} days.`;
    return { code: 'no_traffic', message };
  }
  const smallest = Math.floor(unitsPerDay * maximumRuntimeDays * Math.min(least, shares[0]!));
  if (smallest < minimumUnits) {
    const message =
      `In ${figure(maximumRuntimeDays)} days the smallest variant gets ${smallest} units, but nothing is decided ` +
      `below ${minimumUnits}. Give it more traffic or a longer maximum runtime.`;
    return { code: 'minimum_units_unreachable', message };
  }
  if (arriving >= plan.horizonUnits) return null;
  const message =
    `${plan.totalUnits} units are needed, ${figure(plan.days!)} days of traffic, but the maximum runtime leaves ` +
    `${figure(maximumRuntimeDays)} days for them. In that time ${foundInWords(slowest, request)} can be found: ` +
    `accept that, use fewer variants, or let it run longer.`;
  return { code: 'horizon_unreachable', message };
}

function foundInWords(
  { name, reachableEffect }: { readonly name: string; readonly reachableEffect: number | null },
  { metrics }: PlanRequest,
): string {
  const effect = reachableEffect ?? 0;
  const { log = false, spread = null } = metrics.find((metric) => metric.name === name) ?? {};
  if (isBeyond(effect, log, spread)) return `no effect that is possible on ${name}`;
  return `an effect of ${log ? `${figure(Math.expm1(effect) * 100)} %` : figure(effect)} on ${name}`;
}

/** Of hardly any units nothing remains but differences that no metric has. */
function isBeyond(effect: number, log: boolean, spread: Spread | null): boolean {
  if (log) return effect > LARGEST_RATIO;
  return spread !== null && 'rate' in spread && effect > (spread.change > 0 ? 1 - spread.rate : spread.rate);
}

function checkRequest(request: PlanRequest): void {
  const { shares, metrics, alpha, power } = request;
  const sum = shares.reduce((total, share) => total + share, 0);
  if (shares.length < 2 || !shares.every((share) => share > 0) || Math.abs(sum - 1) > 1e-6) {
    throw new RangeError('two or more shares above 0 that sum to 1 are needed');
  }
  if (!(alpha > 0 && alpha <= 0.2)) throw new RangeError('alpha must be above 0 and at most 0.2');
  if (!(power >= LEAST_POWER && power <= 0.99)) throw new RangeError('power must be in [0.5, 0.99]');
  if (!metrics.some(({ role }) => role === 'success')) throw new RangeError('a success metric is needed');
  for (const { name, spread, effect, role, weight } of metrics) {
    if (spread !== null) checkSpread(name, spread);
    if (effect !== null && !(effect > 0 && Number.isFinite(effect))) {
      throw new RangeError(`metric ${name}: the effect must be above 0`);
    }
    if (role === 'success' && !(weight > 0 && weight <= 1)) {
      throw new RangeError(`metric ${name}: the weight must be in (0, 1]`);
    }
  }
}

function checkSpread(name: string, spread: Spread): void {
  if ('rate' in spread) {
    if (!(spread.rate > 0 && spread.rate < 1)) {
      throw new RangeError(`metric ${name}: the rate must be between 0 and 1`);
    }
  } else if (!(spread.standardDeviation > 0 && Number.isFinite(spread.standardDeviation))) {
    throw new RangeError(`metric ${name}: the standard deviation must be above 0`);
  }
}
