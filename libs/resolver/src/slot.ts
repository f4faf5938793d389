import type { Resolution } from './resolution';
import type { VariantRange } from './variant-ranges';

/**
 * A run of hash positions with one answer, as resolve reads them: a chain that covers the whole hash space without gaps.
 *
 * Every position has an answer, so one comparison a slot decides, without a special case for the unused tails or for other
 * experiments' parts of a layer. Positions are shifted by -2^31 to be int32, which no engine on Node boxes.
 * @example { last: 2147483647, answer, next: null }
 */
export interface Slot {
  /** The last position of the run, shifted. */
  readonly last: number;
  readonly answer: Resolution;
  readonly next: Slot | null;
}

const WHOLE = 2 ** 32;
const SHIFT = 2 ** 31;

/**
 * Links variant ranges into a chain; `answers` by variant, `notInTraffic` for every position that nobody includes.
 *
 * Ranges are in order and do not overlap.
 * @example slotChain(variantRanges(variants, 0.5) ?? [], answers, notInTraffic)
 */
export function slotChain(
  ranges: readonly VariantRange[],
  answers: readonly Resolution[],
  notInTraffic: Resolution,
): Slot {
  let chain: Slot = { last: WHOLE - 1 - SHIFT, answer: notInTraffic, next: null };
  let start = WHOLE; // of the chain so far
  const prepend = (from: number, to: number, answer: Resolution): void => {
    if (from >= to) return;
    // A run that reaches the end of the space replaces the sentinel above.
    chain = { last: to - 1 - SHIFT, answer, next: to === WHOLE ? null : chain };
    start = from;
  };
  for (let i = ranges.length - 1; i >= 0; i--) {
    const range = ranges[i];
    const answer = answers[i];
    if (range === undefined || answer === undefined) continue;
    prepend(range.includedEnd, start, notInTraffic);
    prepend(range.start, range.includedEnd, answer);
  }
  prepend(0, start, notInTraffic);
  return chain;
}

/**
 * Finds the answer for a position, given as int32 or uint32.
 *
 * @example answerAt(slots, positionOf(h, seed))
 */
export function answerAt(slots: Slot, position: number): Resolution {
  const shifted = (position ^ 0x80000000) | 0;
  let slot = slots;
  while (shifted > slot.last && slot.next !== null) slot = slot.next;
  return slot.answer;
}
