const WHOLE = 2 ** 32;
// Shares come from percentages divided by 100: their sum may miss 1 by rounding, not by meaning.
const SUM_TOLERANCE = 1e-6;

/**
 * The slice of hash positions one variant owns, as integers in [0, 2^32].
 *
 * Positions in [start, includedEnd) are in traffic, [includedEnd, end) belong to the variant but are not included (yet).
 * @example { start: 0, includedEnd: 1073741824, end: 2147483648 }
 */
export interface VariantRange {
  readonly start: number;
  readonly includedEnd: number;
  readonly end: number;
}

/**
 * Divides a part of the hash space among variants, each in proportion to its share, and includes the head of every slice.
 *
 * Because a slice grows from its head, raising `trafficShare` adds conversations and moves none. Shares are >= 0 and sum to 1
 * (within 1e-6), `trafficShare` is in [0, 1], `range` is a half-open part of [0, 1) (of a layer; default all of it).
 * Thresholds: slice i ends at floor((from + (share 0 + … + share i) * (to - from)) * 2^32), the last one at
 * floor(to * 2^32); includedEnd = start + floor((end - start) * trafficShare), all in IEEE doubles.
 * Returns null when an argument is out of range: nobody is included then.
 * Source: rules.md "Hash".
 * @example variantRanges([{ share: 0.5 }, { share: 0.5 }], 0.5)
 */
export function variantRanges(
  variants: readonly { readonly share: number }[],
  trafficShare: number,
  range: readonly [from: number, to: number] = [0, 1],
): readonly VariantRange[] | null {
  const [from, to] = range;
  if (!(from >= 0 && from < to && to <= 1 && trafficShare >= 0 && trafficShare <= 1)) return null;
  const last = Math.floor(to * WHOLE);
  const ranges: VariantRange[] = [];
  let sum = 0;
  let start = Math.floor(from * WHOLE);
  for (const [i, { share }] of variants.entries()) {
    if (!(share >= 0 && share <= 1)) return null;
    sum += share;
    const threshold = Math.floor((from + sum * (to - from)) * WHOLE);
    const end = i === variants.length - 1 ? last : Math.min(threshold, last);
    ranges.push({ start, includedEnd: start + Math.floor((end - start) * trafficShare), end });
    start = end;
  }
  return Math.abs(sum - 1) <= SUM_TOLERANCE ? ranges : null;
}

/**
 * Finds the variant whose included range holds a position (uint32); -1 when the position is not in traffic.
 *
 * @example variantAt(ranges, positionOf(h, seed)) // 0
 */
export function variantAt(ranges: readonly VariantRange[], position: number): number {
  return ranges.findIndex(({ start, includedEnd }) => position >= start && position < includedEnd);
}
