import { type Moments } from './statistics-state';

/**
 * How many events the values of a pair are made of, when an event is whatever takes a value away from `bound`: the square
 * of the sum of distances by the sum of their squares (Kish, 1965). Of 0 and 1 from 0 it is the number of 1s, of values that
 * are all alike the number of units; few large distances count as few, however many units there are. From 0 to the units.
 */
export function eventCount(control: Moments, variant: Moments, bound: number): number {
  const { sum, squares } = distances(control, variant, bound);
  return squares > 0 ? (sum / squares) * sum : 0;
}

/** How large such an event is, in the metric's unit; 0 while there is none. */
export function eventSize(control: Moments, variant: Moments, bound: number): number {
  const { sum, squares } = distances(control, variant, bound);
  return sum > 0 ? squares / sum : 0;
}

function distances(
  control: Moments,
  variant: Moments,
  bound: number,
): { readonly sum: number; readonly squares: number } {
  const [d0, d1] = [Math.abs(control.mean - bound), Math.abs(variant.mean - bound)];
  const [s0, s1] = [d0 * control.count, d1 * variant.count];
  return { sum: s0 + s1, squares: control.squares + variant.squares + s0 * d0 + s1 * d1 };
}
