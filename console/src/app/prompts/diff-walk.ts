/** Where a reader is among the changes of several blocks. */
export interface Place {
  readonly block: number;
  readonly stop: number;
}

/** The change with that number, from 0, when each block has so many; null when there is none. */
export function placeOf(counts: readonly number[], number: number): Place | null {
  let left = number;
  for (const [block, count] of counts.entries()) {
    if (left >= 0 && left < count) return { block, stop: left };
    left -= count;
  }
  return null;
}

/** The next change, or the one before; round the end. From nowhere: the first, or the last. */
export function stepped(current: number | null, total: number, step: 1 | -1): number | null {
  if (total === 0) return null;
  if (current === null) return step === 1 ? 0 : total - 1;
  return (current + step + total) % total;
}
