/**
 * Half-width, in standard errors, of a confidence sequence without horizon: large-sample, valid at any look.
 *
 * Normal-mixture (Waudby-Smith et al., arXiv 2103.06476, eq. 9), tightest near `plannedUnits`. `units`: effective units
 * of the pair, > 0. Use it from 100 units of each variant on; it is asymptotic.
 * @example openEndedRadius(1000, 0.05, 1000)
 */
export function openEndedRadius(units: number, alpha: number, plannedUnits: number): number {
  const log = Math.log(alpha);
  const density = (-2 * log + Math.log(1 - 2 * log)) / plannedUnits;
  const scaled = units * density;
  const a = scaled + 1;
  return Math.sqrt((a / scaled) * (-2 * log + Math.log(a)));
}
