import quantile from '@stdlib/stats-base-dists-normal-quantile';

/** Cubic in g = z(1 - alpha/4) through the solved values for alpha in [1e-7, 0.3]; residual at most 2.3e-4. */
const COEFFICIENTS = [0.279927593, 0.912638429, 0.01321918, -0.000779049] as const;
/** Added so that the constant is never below the solved one. */
const SAFETY = 0.0003;
/** g of alpha = 1e-7. Beyond it c - g, which falls with g, is kept: never too low. */
const LAST_SOLVED = 5.45131;

/** c for g; increasing in g. */
export function plannedConstantAt(g: number): number {
  const x = Math.min(g, LAST_SOLVED);
  const [a, b, c, d] = COEFFICIENTS;
  return a + x * (b + x * (c + x * d)) + SAFETY + (g - x);
}

/**
 * c(alpha) of the planned boundary |Z| >= c * t^(-1/4): the constant for which a Brownian motion, watched continuously
 * on t in (0, 1], crosses with probability alpha when there is no effect.
 *
 * Wang & Tsiatis (1987) shape 1/4; the values come from the numerical solution of the crossing problem that the tests
 * repeat (`testing/boundary-crossing.ts`), not from a fixed number of looks. One-sided at alpha: `plannedConstant(2 * alpha)`.
 * Range: 1e-12 <= alpha <= 0.3; up to 5e-4 above the solved value. Errors: RangeError outside.
 * @example plannedConstant(0.05) // 2.3835
 */
export function plannedConstant(alpha: number): number {
  if (!(alpha >= 1e-12 && alpha <= 0.3)) throw new RangeError(`alpha must be in [1e-12, 0.3], not ${alpha}`);
  // The lower quantile: 1 - alpha/4 would lose the digits of a small alpha.
  return plannedConstantAt(-quantile(alpha / 4, 0, 1));
}
