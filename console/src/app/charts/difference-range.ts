import type { Write } from './axes';
import type { ValueRange } from './line-config';
import type { SeriesPoint } from './series';
import { timeText } from './time-ticks';

const ROOM = 1.05;
const MOST_STEPS = 3;
const ROUND = [1, 2, 2.5, 5];

/**
 * The values around zero that a chart of a difference shows: the last interval whole, and where the line went lately. The
 * intervals of the first looks are so wide that nothing else would be seen, so they do not count. Null without an interval.
 */
export function differenceRange(points: readonly SeriesPoint[], most = Infinity): ValueRange | null {
  const last = points.findLast(({ low, high }) => typeof low === 'number' && typeof high === 'number');
  if (!last) return null;
  const { low, high } = last as { readonly low: number; readonly high: number };
  const known = points.flatMap(({ y }) => (y === null ? [] : [Math.abs(y)]));
  const lately = known.slice(-Math.ceil(known.length / 2));
  const shown = Math.max(Math.abs(low), Math.abs(high), (high - low) / 2, ...lately) * ROOM;
  if (!(shown > 0)) return null;
  const { limit, step } = rounded(Math.min(shown, most));
  return { low: -limit, high: limit, step };
}

/** Says what is cut off, and until when; empty when nothing is. */
export function cutWords(points: readonly SeriesPoint[], { high: limit }: ValueRange, write: Write): string {
  const cut = points.findLastIndex(
    ({ low, high }) =>
      typeof low === 'number' && typeof high === 'number' && Math.max(Math.abs(low), Math.abs(high)) > limit,
  );
  if (cut === -1) return '';
  const seen = points[cut + 1];
  const wide = `The picture ends at ${write(limit).replace(/^[+]/, '±')}`;
  return seen
    ? `${wide}; intervals before ${timeText(seen.x)} are wider.`
    : `${wide}; the intervals are wider.`;
}

/** The smallest whole number of round steps that reaches so far. */
function rounded(shown: number): { readonly limit: number; readonly step: number } {
  const power = 10 ** Math.floor(Math.log10(shown) - 1);
  const steps = [power, 10 * power].flatMap((unit) => ROUND.map((round) => round * unit));
  const reaching = steps.flatMap((step) => {
    const count = Math.ceil(shown / step - 1e-9);
    return count >= 2 && count <= MOST_STEPS ? [{ limit: count * step, step }] : [];
  });
  return reaching.reduce((best, next) => (next.limit < best.limit ? next : best));
}
