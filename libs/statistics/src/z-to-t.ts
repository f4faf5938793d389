/**
 * The inverse of `tToZ`: the t value a normal value stands for. At most 1e100, where a z is far beyond the data.
 * @example zToT(2.284692405, 18) // 2.5
 */
export function zToT(z: number, degrees: number): number {
  const scaled = (z * (8 * degrees + 3)) / (8 * degrees + 1);
  const t = Math.sqrt(degrees * Math.expm1(Math.min(460, (scaled * scaled) / degrees)));
  return z < 0 ? -t : t;
}
