import type { SeriesPoint } from './series';

/** A band that is narrower than this part of the picture is a hair that nobody sees. */
const LEAST_WIDTH = 0.03;

/** Whether a point has an interval around it. */
export function hasInterval({ low, high }: SeriesPoint): boolean {
  return typeof low === 'number' && typeof high === 'number';
}

/** Whether the intervals reach over so much of the picture that a band, and its edges, can be seen. */
export function hasBand(points: readonly SeriesPoint[], from: number, to: number): boolean {
  const first = points.find(hasInterval);
  const last = points.findLast(hasInterval);
  return first !== undefined && last !== undefined && last.x - first.x > LEAST_WIDTH * (to - from);
}
