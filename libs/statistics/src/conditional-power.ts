import cdf from '@stdlib/stats-base-dists-normal-cdf';
import { normalUpperTail } from './normal-upper-tail';

/**
 * Chance that the boundary will still be reached on the upper side, given where the test stands and a drift.
 *
 * `score` S = Z * sqrt(t), `remaining` 1 - t in (0, 1], `drift` theta = the mean of S at the horizon if the effect is
 * the minimum detectable one, `boundary` b = c(alpha). Lan, Simon & Halperin (1982), exact for the flat boundary at b
 * and slightly low for ours early on; futility that stops by it is non-binding, so it costs power, never error.
 * @example conditionalPower(0, 0.5, 2.8016 * Math.sqrt(1.172), 2.3825) // 0.1434890572
 */
export function conditionalPower(score: number, remaining: number, drift: number, boundary: number): number {
  const distance = boundary - score;
  if (distance <= 0) return 1;
  if (remaining <= 0) return 0;
  const deviation = Math.sqrt(remaining);
  const ends = cdf((drift * remaining - distance) / deviation, 0, 1);
  const exponent = Math.min(700, 2 * drift * distance);
  return ends + Math.exp(exponent) * normalUpperTail((distance + drift * remaining) / deviation);
}
