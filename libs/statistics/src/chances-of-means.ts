import { normalBelief } from './belief';
import { chanceToBeBest } from './chance-to-be-best';
import { type MetricDesign } from './experiment-settings';
import { type Moments } from './statistics-state';

/** Points and weights of a standard normal (Gauss-Hermite, 7 points). */
const NORMAL = [
  [-3.75043971772574, 5.48268855972218e-4],
  [-2.36675941073454, 0.0307571239675865],
  [-1.15440539473997, 0.2401231786050127],
  [0, 0.457142857142857],
  [1.15440539473997, 0.2401231786050127],
  [2.36675941073454, 0.0307571239675865],
  [3.75043971772574, 5.48268855972218e-4],
] as const;

/**
 * What is believed beforehand of the difference of two variants on a metric that is no rate: normal around 0 with this standard
 * deviation, twice the smallest effect worth finding, or a guardrail's margin.
 */
export function priorDeviation({ role, minimumDetectableEffect, margin }: MetricDesign): number {
  return 2 * (role === 'guardrail' && margin !== null ? margin : minimumDetectableEffect);
}

/**
 * The chance of each variant to have the best mean on a metric that is no rate, with that prior on the difference of any two: of
 * two variants it is the chance to win. The means lie normally around a centre of which nothing is known beforehand.
 *
 * `improvement` -1: the lowest is the best. Null while a variant has less than two units, or all the same.
 * @example chancesOfMeans([control, second, third], 1, 0.1) // [0.05, 0.73, 0.22]
 */
export function chancesOfMeans(
  variants: readonly Moments[],
  improvement: 1 | -1,
  deviation: number,
): readonly number[] | null {
  if (variants.some(({ count, squares }) => count < 2 || !(squares > 0))) return null;
  const spread = deviation / Math.SQRT2;
  const shrunk = variants.map(({ count, mean, squares }) => {
    const error = Math.sqrt(squares / (count - 1) / count);
    // By ratios of deviations: their squares may be too large, or too small, for a number.
    const ratio = error / spread;
    const factor = Math.hypot(1, ratio);
    return {
      mean: improvement * mean,
      own: 1 / factor / factor,
      error: ratio > 1 ? spread / Math.hypot(1, 1 / ratio) : error / factor,
      about: Math.hypot(error, spread),
    };
  });
  const narrowest = Math.min(...shrunk.map(({ about }) => about));
  const weights = shrunk.map(({ about }) => (narrowest / about) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre = shrunk.reduce((sum, { mean }, i) => sum + mean * (weights[i]! / total), 0);
  const chances = variants.map(() => 0);
  for (const [z, weight] of NORMAL) {
    const around = centre + (z * narrowest) / Math.sqrt(total);
    const beliefs = shrunk.map(({ mean, own, error }) => normalBelief(around + own * (mean - around), error));
    chanceToBeBest(beliefs).chances.forEach((chance, i) => (chances[i]! += weight * chance));
  }
  return chances;
}
