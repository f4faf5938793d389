import quantile from '@stdlib/stats-base-dists-beta-quantile';
import type { MetricKind } from './experiment-settings';

/** Where a mean lies with this confidence, were such samples drawn again and again. */
const CONFIDENCE = 0.95;
/** Two-sided, of the normal distribution. */
const Z = 1.959963984540054;
/** Values that differ by no more than rounding, relative to their size. */
const ROUNDING = 1e-12;

/** Fewer values than that are few: how the values are distributed decides what an interval of their mean is worth. */
export const FEW_VALUES = 30;

/** What a sample says. */
export interface MeanSample {
  readonly mean: number;
  /** The sample's standard deviation, with `size - 1`. */
  readonly deviation: number;
  /** How many independent values. */
  readonly size: number;
}

/** Where the values of a metric can be; null = no limit. */
export interface MeanRange {
  readonly kind: MetricKind;
  readonly minimum: number | null;
  readonly maximum: number | null;
}

export interface MeanInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % interval of a mean, for independent values; within the range of the metric, around the mean. Not for deciding anything: it
 * holds for one look at a size that was fixed before.
 *
 * Of yes and no Wilson's score interval (JASA 22, 1927); where a conversation's answers were averaged it is too wide rather than too
 * narrow. Otherwise Student's, as far as the metric goes: a mean cannot be elsewhere, so nothing is lost. Values that are all the same
 * do not make a mean certain: between bounds Wilson's again, because no values vary more than those at the bounds.
 *
 * `null` with fewer than two values, and for equal ones of a metric without bounds. Below `FEW_VALUES` a Student's interval of
 * values far from normal may hold the mean less often than it says.
 * @example meanInterval({ mean: 0.9, deviation: 0.2, size: 9 }, { kind: 'bounded', minimum: 0, maximum: 1 }) // { low: 0.7463, high: 1 }
 */
export function meanInterval(sample: MeanSample, { kind, minimum, maximum }: MeanRange): MeanInterval | null {
  const { mean, deviation, size } = sample;
  if (size < 2) return null;
  const same = deviation <= ROUNDING * Math.abs(mean);
  if (kind === 'binary' || same) {
    if (minimum === null || maximum === null) return null;
    return scoreInterval(mean, size, minimum, maximum);
  }
  const margin = (studentQuantile(size - 1) * deviation) / Math.sqrt(size);
  return {
    low: Math.max(minimum ?? -Infinity, mean - margin),
    high: Math.min(maximum ?? Infinity, mean + margin),
  };
}

/** Wilson's, of values between two bounds instead of 0 and 1. */
function scoreInterval(mean: number, size: number, minimum: number, maximum: number): MeanInterval {
  const range = maximum - minimum;
  const share = Math.min(1, Math.max(0, (mean - minimum) / range));
  const z2 = Z * Z;
  const middle = (share + z2 / (2 * size)) / (1 + z2 / size);
  const margin = (Z * Math.sqrt((share * (1 - share)) / size + z2 / (4 * size * size))) / (1 + z2 / size);
  // Rounding must not leave the mean outside, nor an end beyond the bounds.
  return {
    low: Math.max(minimum, Math.min(mean, minimum + range * (middle - margin))),
    high: Math.min(maximum, Math.max(mean, minimum + range * (middle + margin))),
  };
}

/** How many standard errors the interval reaches to each side. */
function studentQuantile(degrees: number): number {
  // Of t² / (degrees + t²) the distribution is a beta one: Abramowitz and Stegun, 26.7.1.
  const share = quantile(1 - CONFIDENCE, degrees / 2, 1 / 2);
  return Math.sqrt((degrees * (1 - share)) / share);
}
