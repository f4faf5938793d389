import type { WordingFeatures } from './wording-features';

const MANY_STEPS = 12;
/** Beyond so many characters attention fades. */
const LONG = 18_000;

/**
 * How well the stand-in works on a wording, from 0 to 1. The weights are made up; that better wording has better answers is all that
 * matters here.
 *
 * @example wordingQuality(wordingFeatures(system)) // 0.47
 */
export function wordingQuality(features: WordingFeatures): number {
  const { asksForUnits, asksForCheck, asksForResponsibility, steps, characters } = features;
  const quality =
    0.4 +
    (asksForUnits ? 0.14 : 0) +
    (asksForCheck ? 0.12 : 0) +
    (asksForResponsibility ? 0.16 : 0) +
    0.08 * Math.min(1, steps / MANY_STEPS) -
    0.1 * Math.max(0, characters / LONG - 1);
  return Math.min(0.95, Math.max(0.1, quality));
}
