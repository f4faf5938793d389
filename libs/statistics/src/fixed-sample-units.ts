import quantile from '@stdlib/stats-base-dists-normal-quantile';

/** A two-sided error for a success metric, a one-sided one for a guardrail's margin. */
export interface FixedSample {
  readonly alpha: number;
  readonly sides: 1 | 2;
  readonly power: number;
  /** Standard deviation of a unit's value. */
  readonly standardDeviation: number;
  /** The variant's share of the pair, in (0, 1). */
  readonly propensity: number;
}

/**
 * Units of a pair that a test with one single look needs to find `effect` > 0 with this power:
 * (z_alpha + z_power)^2 * sd^2 * (1 / (1 - p) + 1 / p) / effect^2.
 * @example fixedSampleUnits({ alpha: 0.05, sides: 2, power: 0.8, standardDeviation: 0.3, propensity: 0.5 }, 0.05) // 1130.2
 */
export function fixedSampleUnits(sample: FixedSample, effect: number): number {
  const detectable = detectableEffect(sample, 1);
  return (detectable / effect) ** 2;
}

/** The inverse: the effect that such a test with `units` of the pair finds with the power. */
export function detectableEffect(sample: FixedSample, units: number): number {
  const { alpha, sides, power, standardDeviation, propensity } = sample;
  const z = quantile(power, 0, 1) - quantile(alpha / sides, 0, 1);
  return z * standardDeviation * Math.sqrt(1 / (propensity * (1 - propensity)) / units);
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
