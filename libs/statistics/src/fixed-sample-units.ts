import quantile from '@stdlib/stats-base-dists-normal-quantile';
import { pairVariance, pairVarianceAtMargin, testedPairVariance, type Spread } from './spread';

/** A two-sided error for a success metric, a one-sided one for a guardrail's margin. */
export interface FixedSample {
  readonly alpha: number;
  readonly sides: 1 | 2;
  readonly power: number;
  readonly spread: Spread;
  /** The variant's share of the pair, in (0, 1). */
  readonly propensity: number;
}

/** Halvings of the interval that the inverse is searched in: to the last digit. */
const HALVINGS = 200;

/**
 * Units of a pair that a test with one single look needs to find `effect` > 0 with this power:
 * (z_alpha + z_power)^2 * (s0^2 / (1 - p) + s1^2 / p) / effect^2. Two-sided, rates differ by the effect and so do their
 * variances. One-sided, they are alike, and `effect` is the margin that is to be ruled out. Where the test takes another variance
 * than there is (an uneven split, a margin), z_alpha goes with that one.
 * @example fixedSampleUnits({ alpha: 0.05, sides: 2, power: 0.8, spread: { rate: 0.1, change: 1 }, propensity: 0.5 }, 0.02) // 7676.1
 */
export function fixedSampleUnits(sample: FixedSample, effect: number): number {
  const { alpha, sides, power, spread, propensity } = sample;
  const [zAlpha, zPower] = [-quantile(alpha / sides, 0, 1), quantile(power, 0, 1)];
  const actual = pairVariance(spread, propensity, sides === 2 ? effect : 0);
  const tested = (sides === 2 ? testedPairVariance : pairVarianceAtMargin)(spread, propensity, effect);
  return ((zAlpha * Math.sqrt(tested) + zPower * Math.sqrt(actual)) / effect) ** 2;
}

/** The inverse: the effect that such a test with `units` of the pair finds with the power. */
export function detectableEffect(sample: FixedSample, units: number): number {
  // With a variance that does not depend on the effect this is the answer, and otherwise a start.
  const start = Math.sqrt(fixedSampleUnits(sample, 1) / units);
  if ('standardDeviation' in sample.spread) return start;
  let [low, high] = [start, start];
  while (fixedSampleUnits(sample, low) < units) low /= 2;
  while (fixedSampleUnits(sample, high) > units) high *= 2;
  for (let i = 0; i < HALVINGS && low < high; i++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (fixedSampleUnits(sample, middle) > units) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Units of a pair that a test with one look needs beyond `fixedSampleUnits` because the variance is estimated, not known:
 * z_alpha^2 / 2, whatever the effect and the split (Guenther, The American Statistician 35, 1981). The large-sample tests
 * pay it through their map from t to z (t-to-z.ts). 2 of 200 units, so that it matters to small experiments only.
 * @example estimatedVarianceUnits(0.05, 2) // 1.92
 */
export function estimatedVarianceUnits(alpha: number, sides: 1 | 2): number {
  return quantile(alpha / sides, 0, 1) ** 2 / 2;
}
