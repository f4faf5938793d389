import { type Unit } from '../unit';

/** A unit of an even split, one minute after another. */
export function unitOf(
  variant: number,
  values: readonly (number | null)[],
  minute = 0,
  propensities: readonly number[] = [0.5, 0.5],
): Unit {
  return { variant, values, at: minute * 60_000, propensities };
}
