/**
 * t in (0, 1]: which part of the horizon a pair of variants has used.
 *
 * The units count as many as a perfect split would need for the same precision, n0 n1 / ((n0 + n1) p (1 - p)), so that
 * t never depends on the effect and never falls. `propensity` p = the variant's share of the pair, in (0, 1).
 * @example horizonShare(50, 50, 0.5, 200) // 0.5
 */
export function horizonShare(
  control: number,
  variant: number,
  propensity: number,
  horizonUnits: number,
): number {
  return Math.min(1, effectiveUnits(control, variant, propensity) / horizonUnits);
}

/** Units of a perfectly split pair with the same precision; the total when the split is as declared. */
export function effectiveUnits(control: number, variant: number, propensity: number): number {
  if (control === 0 || variant === 0) return 0;
  return (control * variant) / ((control + variant) * propensity * (1 - propensity));
}
