import { type RatioMoments } from './ratio-moments';

/** A ratio of sums with the variance of its estimate. */
export interface RatioEstimate {
  readonly ratio: number;
  readonly variance: number;
}

/**
 * The ratio of sums over conversations (outcomes per observation, long conversations weigh more) and its variance by the
 * delta method, so that observations of one conversation need not be independent.
 *
 * Large-sample: 30 conversations or more. Errors: RangeError for fewer than 2 conversations or no observations.
 */
export function ratioEstimate(moments: RatioMoments): RatioEstimate {
  const { count, meanSum, meanSize } = moments;
  if (count < 2 || !(meanSize > 0)) throw new RangeError('two conversations with observations are needed');
  const ratio = meanSum / meanSize;
  const spread = moments.sumSquares - 2 * ratio * moments.products + ratio * ratio * moments.sizeSquares;
  return { ratio, variance: Math.max(0, spread) / ((count - 1) * count * meanSize * meanSize) };
}

/** Variant - control of a ratio metric and its variance, for the planned boundary. */
export function compareRatios(
  control: RatioMoments,
  variant: RatioMoments,
): { readonly effect: number; readonly variance: number } {
  const one = ratioEstimate(control);
  const other = ratioEstimate(variant);
  return { effect: other.ratio - one.ratio, variance: one.variance + other.variance };
}
