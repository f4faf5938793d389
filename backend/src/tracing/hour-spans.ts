const HOUR_MS = 3_600_000;

/** From a moment until before another. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** A span in two kinds of pieces, which follow each other without a gap. */
export interface Divided {
  /** Of whole hours, none of them stale. */
  readonly whole: readonly Span[];
  /** All the rest: stale hours, and parts of an hour at the ends. */
  readonly parts: readonly Span[];
}

/** Divides a span into what sums by the hour tell and what they do not. `stale`: first moments of hours, in any order. */
export function divide({ from, to }: Span, stale: readonly Date[]): Divided {
  const [start, end] = [from.getTime(), to.getTime()];
  const [first, last] = [Math.ceil(start / HOUR_MS) * HOUR_MS, Math.floor(end / HOUR_MS) * HOUR_MS];
  if (first >= last) return { whole: [], parts: start < end ? [{ from, to }] : [] };
  const whole: Span[] = [];
  const parts: Array<readonly [from: number, to: number]> = [[start, first]];
  const inside = new Set(stale.map((hour) => hour.getTime()).filter((hour) => hour >= first && hour < last));
  let reached = first;
  for (const hour of [...inside].sort((a, b) => a - b)) {
    if (hour > reached) whole.push({ from: new Date(reached), to: new Date(hour) });
    parts.push([hour, hour + HOUR_MS]);
    reached = hour + HOUR_MS;
  }
  if (last > reached) whole.push({ from: new Date(reached), to: new Date(last) });
  parts.push([last, end]);
  return { whole, parts: joined(parts) };
}

/** Without empty ones, and those that touch as one. In order, as they come. */
function joined(parts: ReadonlyArray<readonly [from: number, to: number]>): Span[] {
  const found: Span[] = [];
  for (const [from, to] of parts) {
    if (from === to) continue;
    const before = found.at(-1);
    if (before?.to.getTime() === from) found[found.length - 1] = { from: before.from, to: new Date(to) };
    else found.push({ from: new Date(from), to: new Date(to) });
  }
  return found;
}
