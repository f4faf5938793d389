import cdf from '@stdlib/stats-base-dists-normal-cdf';

/**
 * The drift under which stopping this early or earlier has probability one half: the estimate, free of the exaggeration
 * of stopping at a high point, of a test that stopped at the planned boundary at `t` in (0, 1] with constant c.
 *
 * On the scale S ~ N(theta t, t); the raw estimate there is S / t. Uses the tangent of the boundary at t, for which the
 * crossing probability is known (Siegmund). Multiply the observed effect by `medianUnbiasedDrift / (S / t)`.
 * @example medianUnbiasedDrift(2.3825, 0.5) // 3.6795 (raw 4.0069)
 */
export function medianUnbiasedDrift(constant: number, t: number): number {
  const slope = 0.25 * constant * t ** -0.75;
  const intercept = 0.75 * constant * t ** 0.25;
  const raw = constant * t ** -0.75;
  let low = raw - 10 / Math.sqrt(t);
  let high = raw + 10 / Math.sqrt(t);
  for (let i = 0; i < 200 && low < high; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (crossedBy(middle - slope, intercept, t) < 0.5) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(a Brownian motion with this drift has reached `level` by t). */
function crossedBy(drift: number, level: number, t: number): number {
  const deviation = Math.sqrt(t);
  const ends = cdf((drift * t - level) / deviation, 0, 1);
  return ends + Math.exp(Math.min(700, 2 * drift * level)) * cdf((-level - drift * t) / deviation, 0, 1);
}
