/**
 * The normal value that is as surprising as a t value with `degrees` degrees of freedom (Wallace, 1959).
 *
 * Error below 6e-3 at 5 degrees of freedom, below 1e-3 from 18. Needs degrees > 0.
 * @example tToZ(2.5, 18) // 2.284692405
 */
export function tToZ(t: number, degrees: number): number {
  const z = ((8 * degrees + 1) / (8 * degrees + 3)) * Math.sqrt(degrees * Math.log1p((t * t) / degrees));
  return t < 0 ? -z : z;
}
