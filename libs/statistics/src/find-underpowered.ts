import quantile from '@stdlib/stats-base-dists-normal-quantile';
import { type Reason } from './decision';
import { type ExperimentSettings, type MetricDesign } from './experiment-settings';
import { horizonInflation } from './horizon-inflation';
import { percent, reason, size } from './reason';

/** What a plan that has room for fewer units than it asks for can find. */
export interface Underpowered {
  readonly metric: string;
  /** Units of a pair: those there is room for, and those that the smallest effect worth finding takes at most. */
  readonly horizonUnits: number;
  readonly neededUnits: number;
  /** With which the first success metric's test finds that effect. */
  readonly power: number;
  /** The effect that it finds with the power asked for, on the analysed scale. */
  readonly found: number;
}

const HALVINGS = 40;
const known = new WeakMap<ExperimentSettings, Underpowered | null>();

/**
 * Whether the first success metric has fewer units than its effect takes for the power asked for, by what was known before the
 * start. Null when it has enough, when nobody knew, and in `anytime`, which has no horizon. Worked out once per settings object
 * (which must not change), because every look at an experiment asks.
 * @example findUnderpowered(settings)?.power // 0.31
 */
export function findUnderpowered(settings: ExperimentSettings): Underpowered | null {
  let found = known.get(settings);
  if (found === undefined) known.set(settings, (found = workedOut(settings)));
  return found;
}

function workedOut(settings: ExperimentSettings): Underpowered | null {
  const first = settings.metrics.find(({ role }) => role === 'success');
  const neededUnits = first?.neededUnits ?? 0;
  const { horizonUnits } = settings;
  if (!first || settings.mode === 'anytime' || neededUnits <= horizonUnits) return null;
  const power = powerAt(horizonUnits / neededUnits, first, settings);
  if (power >= settings.power) return null;
  return { metric: first.name, horizonUnits, neededUnits, power, found: effectFound(first, horizonUnits) };
}

/** The same as a reason. */
export function underpowered(settings: ExperimentSettings): Reason[] {
  const short = findUnderpowered(settings);
  if (short === null) return [];
  const { metric, power, found, horizonUnits, neededUnits } = short;
  const design = settings.metrics.find(({ name }) => name === metric)!;
  const effect = design.minimumDetectableEffect;
  const message =
    `There is room for only ${Math.floor(horizonUnits)} of the up to ${Math.ceil(neededUnits)} units of the control and a variant ` +
    `that an effect of ${size(effect, design)} on ${metric} takes: by what was known at the start it is found with a chance of about ` +
    `${percent(Number(power.toFixed(2)))}, not ${percent(settings.power)}.`;
  return [
    reason(
      'underpowered',
      message,
      { horizonUnits, neededUnits, power, asked: settings.power, effect, found },
      { metric },
    ),
  ];
}

/** The smallest effect that the horizon finds as the plan asks for: the smallest worth finding, where there is room for it. */
export function effectFound(
  { neededUnits, minimumDetectableEffect }: MetricDesign,
  horizonUnits: number,
): number {
  return minimumDetectableEffect * Math.sqrt(Math.max(1, (neededUnits ?? 0) / horizonUnits));
}

/** Of a test that has this part of the units it needs for the power of each test of the plan. */
function powerAt(part: number, { weight }: MetricDesign, settings: ExperimentSettings): number {
  const { mode, futility, variants, metrics } = settings;
  const alpha = (settings.alpha * weight) / (variants.length - 1);
  const guardrails = metrics.filter(({ role }) => role === 'guardrail').length;
  const asked = 1 - (1 - settings.power) / (guardrails + 1);
  const units = (power: number) =>
    (quantile(power, 0, 1) - quantile(alpha / 2, 0, 1)) ** 2 * horizonInflation(mode, futility, alpha, power);
  const there = part * units(asked);
  let [low, high] = [alpha, asked];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (units(middle) > there) high = middle;
    else low = middle;
  }
  return low;
}
