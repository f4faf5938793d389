import cdf from '@stdlib/stats-base-dists-normal-cdf';
import { normalUpperTail } from './normal-upper-tail';

/** What is believed about a difference, improvement-oriented. Descriptive, never a stopping rule. */
export interface NormalPosterior {
  readonly mean: number;
  readonly deviation: number;
  /** P(difference > 0). */
  readonly chanceToWin: number;
  /** Expected loss of shipping the variant, and of keeping the control. */
  readonly ship: number;
  readonly keep: number;
  /** Central 95 %. */
  readonly interval: readonly [number, number];
}

/**
 * The posterior of a difference with this estimate and variance (> 0), under a normal prior around 0 with standard
 * deviation `priorDeviation`; Infinity for none.
 * @example normalPosterior(0.02, 0.0001, Infinity).chanceToWin // 0.977...
 */
export function normalPosterior(estimate: number, variance: number, priorDeviation: number): NormalPosterior {
  // By the ratio of the two deviations: their precisions would overflow with very small values.
  const error = Math.sqrt(variance);
  const ratio = error / priorDeviation;
  const shrink = Math.hypot(1, ratio);
  const mean = estimate / shrink / shrink;
  const deviation = ratio > 1 ? priorDeviation / Math.hypot(1, 1 / ratio) : error / shrink;
  const distance = estimate / error / shrink;
  const ship =
    Math.abs(distance) > 37
      ? Math.max(-mean, 0)
      : Math.max(0, deviation * density(distance) - mean * normalUpperTail(distance));
  return {
    mean,
    deviation,
    chanceToWin: cdf(distance, 0, 1),
    ship,
    keep: ship + mean < 0 ? 0 : ship + mean,
    interval: [mean - 1.959963984540054 * deviation, mean + 1.959963984540054 * deviation],
  };
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
