import { type Mode } from './experiment-settings';

const POWERS = [0.6, 0.7, 0.8, 0.9, 0.95, 0.99] as const;

/** Solved numerically for alpha 0.05 (the tests repeat it); anytime: simulated Brownian motion. */
const INFLATION = {
  planned: [1.1316, 1.1254, 1.1188, 1.1108, 1.1049, 1.0955],
  plannedFutility: [1.2208, 1.1904, 1.1651, 1.1412, 1.127, 1.1086],
  hybrid: [1.2212, 1.2042, 1.1879, 1.1696, 1.1573, 1.1388],
  hybridFutility: [1.3142, 1.2716, 1.2355, 1.2007, 1.1798, 1.1522],
  anytime: [1.66, 1.58, 1.506, 1.455, 1.42, 1.36],
} as const;

/** ln(alpha) and the factor on (inflation - 1) that goes with it, about the same for every design. */
const ALPHAS = [0.005, 0.01, 0.025, 0.05, 0.1] as const;
const FACTORS = [0.62, 0.7, 0.84, 1, 1.24] as const;

/**
 * How many times the units of a test with one single look a design needs at most for the same power: N_max / N_plan.
 *
 * `hybrid` assumes the usual 80 % of alpha for the planned boundary and counts on that alone. Interpolated in power
 * [0.6, 0.99] and in alpha [0.005, 0.1], the nearest beyond.
 * @example horizonInflation('hybrid', false, 0.05, 0.8) // 1.1879
 */
export function horizonInflation(mode: Mode, futility: boolean, alpha: number, power: number): number {
  const design = mode === 'anytime' ? mode : futility ? (`${mode}Futility` as const) : mode;
  const excess = interpolate(POWERS, INFLATION[design], power) - 1;
  const logs = ALPHAS.map(Math.log);
  return 1 + excess * interpolate(logs, FACTORS, Math.log(alpha));
}

/** Mean end, as a part of N_plan, when the effect is the planned one at 80 % power. */
export function meanEnd(mode: Mode, futility: boolean): number {
  if (mode === 'anytime') return 0.876;
  if (mode === 'hybrid') return futility ? 0.757 : 0.792;
  return futility ? 0.705 : 0.737;
}

function interpolate(at: readonly number[], values: readonly number[], x: number): number {
  if (x <= at[0]!) return values[0]!;
  for (let i = 1; i < at.length; i++) {
    if (x > at[i]!) continue;
    const part = (x - at[i - 1]!) / (at[i]! - at[i - 1]!);
    return values[i - 1]! + part * (values[i]! - values[i - 1]!);
  }
  return values[values.length - 1]!;
}
