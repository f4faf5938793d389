import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import betaPdf from '@stdlib/stats-base-dists-beta-pdf';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalPdf from '@stdlib/stats-base-dists-normal-pdf';

/** What is believed about one variant's mean. */
export interface Belief {
  readonly mean: number;
  readonly density: (x: number) => number;
  /** P(mean of the variant <= x). */
  readonly below: (x: number) => number;
  /** Practically everything lies in here. */
  readonly low: number;
  readonly high: number;
}

const REACH = 8;

/** A normal belief; `deviation` > 0 is the standard error of the mean. */
export function normalBelief(mean: number, deviation: number): Belief {
  return {
    mean,
    density: (x) => normalPdf(x, mean, deviation),
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
    density: (x) => betaPdf(x, a, b),
    below: (x) => betaCdf(x, a, b),
    low: Math.max(0, mean - REACH * deviation),
    high: Math.min(1, mean + REACH * deviation),
  };
}

/** The belief about minus the mean, for metrics where a fall is an improvement. */
export function mirrored(belief: Belief): Belief {
  return {
    mean: -belief.mean,
    density: (x) => belief.density(-x),
    below: (x) => 1 - belief.below(-x),
    low: -belief.high,
    high: -belief.low,
  };
}
