import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import betaPdf from '@stdlib/stats-base-dists-beta-pdf';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { type Moments } from './statistics-state';

/** What is believed about one variant's mean. */
export interface Belief {
  readonly mean: number;
  /** Of a normal belief, which has closed forms; null for others. */
  readonly deviation: number | null;
  readonly density: (x: number) => number;
  /** P(mean of the variant <= x). */
  readonly below: (x: number) => number;
  /** Practically everything lies in here. */
  readonly low: number;
  readonly high: number;
}

const REACH = 8;
/** A normal belief is never narrower than this part of its mean: its ends must be numbers that differ. */
const NARROWEST = 1e-9;
const ROOT = Math.sqrt(2 * Math.PI);

/** A normal belief; `error` > 0 is the standard error of the mean. */
export function normalBelief(mean: number, error: number): Belief {
  const deviation = Math.max(error, NARROWEST * Math.abs(mean));
  return {
    mean,
    deviation,
    // Not by way of the variance, which may be too small for a number.
    density: (x) => Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * ROOT),
    below: (x) => normalCdf(x, mean, deviation),
    low: mean - REACH * deviation,
    high: mean + REACH * deviation,
  };
}

/** The belief about a rate after `successes` of `count`, from a flat prior: Beta(1 + successes, 1 + failures). */
export function rateBelief(successes: number, count: number): Belief {
  const a = 1 + successes;
  const b = 1 + count - successes;
  const mean = a / (a + b);
  const deviation = Math.sqrt((mean * (1 - mean)) / (a + b + 1));
  return {
    mean,
    deviation: null,
    density: (x) => betaPdf(x, a, b),
    below: (x) => betaCdf(x, a, b),
    low: Math.max(0, mean - REACH * deviation),
    high: Math.min(1, mean + REACH * deviation),
  };
}

/** Successes and failures from which the belief about a rate is taken as normal: it is, to the eye, and far cheaper. */
const NORMAL_FROM = 200;

/** What is believed about a variant's rate after these values; null before two. */
export function beliefOf({ count, mean }: Moments): Belief | null {
  if (count < 2) return null;
  const successes = mean * count;
  if (!(Math.min(successes, count - successes) >= NORMAL_FROM)) return rateBelief(successes, count);
  const rate = (1 + successes) / (2 + count);
  return normalBelief(rate, Math.sqrt((rate * (1 - rate)) / (count + 3)));
}

/** The belief about minus the mean, for metrics where a fall is an improvement. */
export function mirrored(belief: Belief): Belief {
  return {
    mean: -belief.mean,
    deviation: belief.deviation,
    density: (x) => belief.density(-x),
    below: (x) => 1 - belief.below(-x),
    low: -belief.high,
    high: -belief.low,
  };
}
