/**
 * The normal value that is as surprising as a t value with `degrees` degrees of freedom (Wallace, 1959).
 *
 * Error below 6e-3 at 5 degrees of freedom, below 1e-3 from 18. Needs degrees > 0; a t
 * beyond 1e100, far beyond any data, counts as that.
 * @example tToZ(2.5, 18) // 2.284692405
 */
export function tToZ(t: number, degrees: number): number {
  const size = Math.min(1e100, Math.abs(t));
  const z =
    ((8 * degrees + 1) / (8 * degrees + 3)) * Math.sqrt(degrees * Math.log1p((size * size) / degrees));
  return t < 0 ? -z : z;
}
