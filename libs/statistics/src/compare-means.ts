import { eventSize } from './event-count';
import { type Moments } from './statistics-state';

/** What is known of a metric's values beforehand. */
export interface ValueRange {
  /** The values are 0 and 1. */
  readonly binary: boolean;
  /** What they cannot be beyond; null: unknown. */
  readonly bounds: readonly [number, number] | null;
}

/** The difference of two means with the variances that judge it. */
export interface MeanComparison {
  /** Variant - control. */
  readonly effect: number;
  /** Welch: each variant's own variance. */
  readonly varianceWelch: number;
  /** Of both variants' units together: the variance under the hypothesis that is tested. */
  readonly variancePooled: number;
  /** The larger of the two, which the tests use. */
  readonly variance: number;
  /** Welch-Satterthwaite. */
  readonly degreesOfFreedom: number;
}

/**
 * Compares the means of control and variant.
 *
 * Why the larger variance: at a 10/90 split the Welch variance alone gives 11 % false positives on a 10 % binary
 * metric, because the small variant's variance is low exactly when its mean is. With as many units of each they agree.
 * Why Student's pooled variance and not that around the common mean, which contains the difference itself: the map from t
 * to z allows for that already (docs/decisions/0013), and so the repeated interval is exactly the test turned round. Where
 * each variant has but one value and they differ, the common mean is what there is.
 * `shift` is the difference under the hypothesis that is tested: 0, or a guardrail's margin with its sign. Against a margin
 * the variance is that around the mean there would be at the margin: with Welch's alone 24 % of non-inferiority claims are
 * false at 10/90 and a rate of 2 %, and what has not varied yet would be taken as known.
 * The variance of a rate at a margin follows from the mean; that of another metric with bounds is at least that of as many
 * more events, of the size of those so far, as it takes to get there.
 * Needs 2 units each (RangeError).
 * @example compareMeans({ count: 100, mean: 0.1, squares: 9 }, { count: 100, mean: 0.2, squares: 16 }, { binary: true, bounds: [0, 1] }).effect // 0.1
 */
export function compareMeans(
  control: Moments,
  variant: Moments,
  range: ValueRange,
  shift = 0,
): MeanComparison {
  const n0 = control.count;
  const n1 = variant.count;
  if (n0 < 2 || n1 < 2) throw new RangeError('two units of each variant are needed');
  const effect = variant.mean - control.mean;
  const error0 = control.squares / ((n0 - 1) * n0);
  const error1 = variant.squares / ((n1 - 1) * n1);
  const varianceWelch = error0 + error1;
  const variancePooled = pooledVariance(control, variant, range, effect, shift);
  // By each one's part of the variance: squares of variances would overflow, or vanish.
  const part0 = error0 / varianceWelch;
  const part1 = error1 / varianceWelch;
  const degreesOfFreedom =
    varianceWelch > 0 ? 1 / ((part0 * part0) / (n0 - 1) + (part1 * part1) / (n1 - 1)) : n0 + n1 - 2;
  return {
    effect,
    varianceWelch,
    variancePooled,
    variance: Math.max(varianceWelch, variancePooled),
    degreesOfFreedom,
  };
}

function pooledVariance(
  control: Moments,
  variant: Moments,
  { binary, bounds }: ValueRange,
  effect: number,
  shift: number,
): number {
  const [n0, n1] = [control.count, variant.count];
  const within = control.squares + variant.squares;
  if (shift === 0 && within > 0) return (within / (n0 + n1 - 2)) * (1 / n0 + 1 / n1);
  if (binary) return eventVariance(control, variant, [0, 1], shift);
  // Around the common mean that they have once the tested shift is taken off.
  const squares = within + ((effect - shift) ** 2 * n0 * n1) / (n0 + n1);
  const around = (squares / (n0 + n1 - 1)) * (1 / n0 + 1 / n1);
  return bounds === null || shift === 0
    ? around
    : Math.max(around, eventVariance(control, variant, bounds, shift));
}

/**
 * The variance of a difference if the means differ by `shift` around their common one and all of both is made of events of
 * one size: of rates, whose events are 1, that of Dunnett & Gent (1977). Distances are from the bound without any harm.
 */
function eventVariance(
  control: Moments,
  variant: Moments,
  [low, high]: readonly [number, number],
  shift: number,
): number {
  const { count: n0 } = control;
  const { count: n1 } = variant;
  const n = n0 + n1;
  const bound = shift < 0 ? high : low;
  const common = Math.abs((control.mean * n0 + variant.mean * n1) / n - bound);
  const size = eventSize(control, variant, bound);
  const part = (distance: number): number => {
    const possible = Math.min(high - low, Math.max(0, distance));
    return Math.max(0, possible * (size - possible));
  };
  const apart = Math.abs(shift);
  return part(common - (apart * n1) / n) / n0 + part(common + (apart * n0) / n) / n1;
}
