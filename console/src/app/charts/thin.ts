import type { SeriesPoint } from './series';

/**
 * So many points at most that look the same on a screen: of each stretch the first, the lowest and the highest are kept,
 * so that no peak is lost. Points without a value keep one gap each stretch.
 *
 * @param most Points to keep; four a stretch.
 */
export function thin(points: readonly SeriesPoint[], most: number): readonly SeriesPoint[] {
  if (points.length <= most) return points;
  const stretches = Math.max(1, Math.floor(most / 4));
  const kept: SeriesPoint[] = [];
  for (let at = 0; at < stretches; at++) {
    const from = Math.floor((at * points.length) / stretches);
    const to = Math.floor(((at + 1) * points.length) / stretches);
    for (const index of extremesOf(points, from, to)) kept.push(points[index] as SeriesPoint);
  }
  const last = points[points.length - 1] as SeriesPoint;
  if (kept[kept.length - 1] !== last) kept[kept.length - 1] = last;
  return kept;
}

function extremesOf(points: readonly SeriesPoint[], from: number, to: number): readonly number[] {
  let lowest = from;
  let highest = from;
  let gap = -1;
  for (let index = from; index < to; index++) {
    const y = points[index]?.y ?? null;
    if (y === null) gap = index;
    else {
      if (y < (points[lowest]?.y ?? Infinity)) lowest = index;
      if (y > (points[highest]?.y ?? -Infinity)) highest = index;
    }
  }
  return [...new Set([from, lowest, highest, ...(gap === -1 ? [] : [gap])])].sort((a, b) => a - b);
}

/** So many rows at most, evenly spread, the first and the last among them: for tables. */
export function evenly<Row>(rows: readonly Row[], most: number): readonly Row[] {
  if (rows.length <= most) return rows;
  const step = (rows.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => rows[Math.round(at * step)] as Row);
}
