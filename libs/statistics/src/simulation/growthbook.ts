/**
 * GrowthBook's sequential test as its package `gbstats` 0.8.0 computes it (frequentist/tests.py, SequentialTwoSidedTTest, absolute
 * difference): the asymptotic confidence sequence of Waudby-Smith et al. (arXiv 2103.06476, eq. 9, 155, 161). For comparison only.
 */

/** Count, sum and sum of squares of one variant. */
export interface Sums {
  readonly n: number;
  readonly sum: number;
  readonly sumSquares: number;
}

export interface GrowthbookAnswer {
  readonly difference: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
  readonly logEvidence: number;
  readonly p: number;
}

/** eq. 161: the mixture's parameter, tuned to be tightest near N*. */
function rhoSquared(alpha: number, tuning: number): number {
  return (-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / tuning;
}

/** A proportion has the variance p (1 - p), a mean the sample variance. */
export function varianceOf({ n, sum, sumSquares }: Sums, binary: boolean): number {
  const mean = sum / n;
  return binary ? mean * (1 - mean) : (sumSquares - (sum * sum) / n) / (n - 1);
}

/** The answer for two variants' sums. */
export function growthbook(a: Sums, b: Sums, binary: boolean, alpha = 0.05, tuning = 5000): GrowthbookAnswer {
  const n = a.n + b.n;
  const squaredError = varianceOf(a, binary) / a.n + varianceOf(b, binary) / b.n;
  const difference = b.sum / b.n - a.sum / a.n;
  const rho2 = rhoSquared(alpha, tuning);
  const scaled = n * rho2 + 1;
  const width = Math.sqrt(((squaredError * 2 * scaled) / (n * rho2)) * Math.log(Math.sqrt(scaled) / alpha));
  const st2 = (difference * difference * n) / squaredError;
  const logEvidence = (rho2 * st2) / (2 * scaled) - Math.log(scaled) / 2;
  return {
    difference,
    standardError: Math.sqrt(squaredError),
    interval: [difference - width, difference + width],
    logEvidence,
    p: Math.min(1, Math.exp(-logEvidence)),
  };
}

/** What z^2 has to reach after n units: p <= alpha, solved for z^2 once for every n. */
export function growthbookThresholds(length: number, alpha = 0.05, tuning = 5000): Float64Array {
  const rho2 = rhoSquared(alpha, tuning);
  return Float64Array.from({ length: length + 1 }, (_, n) =>
    n === 0 ? Infinity : ((2 * (n * rho2 + 1)) / (n * rho2)) * Math.log(Math.sqrt(n * rho2 + 1) / alpha),
  );
}
