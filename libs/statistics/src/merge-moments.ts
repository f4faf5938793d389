import { type Moments } from './statistics-state';

/**
 * The moments of two sets of values together (Chan, Golub & LeVeque, 1979).
 * @example mergeMoments({ count: 1, mean: 0, squares: 0 }, { count: 1, mean: 1, squares: 0 }) // { count: 2, mean: 0.5, squares: 0.5 }
 */
export function mergeMoments(one: Moments, other: Moments): Moments {
  const count = one.count + other.count;
  if (count === 0) return { count: 0, mean: 0, squares: 0 };
  const difference = other.mean - one.mean;
  return {
    count,
    mean: one.mean + (difference * other.count) / count,
    squares: one.squares + other.squares + (difference * difference * one.count * other.count) / count,
  };
}
