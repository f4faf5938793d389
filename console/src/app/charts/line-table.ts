import type { Write } from './axes';
import type { ChartTable, Series, SeriesPoint } from './series';
import { timeWriter } from './time-ticks';

/** The table behind lines: a row for each place, a column for each line, the interval beside its value. */
export function lineTable(
  series: readonly Series[],
  write: Write,
  place: string,
  writePlace: Write = timeWriter(),
): ChartTable {
  const places = new Map<number, string[]>();
  series.forEach(({ points }, column) => {
    for (const point of points) {
      const cells = places.get(point.x) ?? series.map(() => '');
      cells[column] = cellOf(point, write);
      places.set(point.x, cells);
    }
  });
  return {
    columns: [place, ...series.map(({ name }) => name)],
    rows: [...places].sort(([a], [b]) => a - b).map(([x, cells]) => [writePlace(x), ...cells]),
  };
}

function cellOf({ y, low, high }: SeriesPoint, write: Write): string {
  if (y === null) return '';
  return typeof low === 'number' && typeof high === 'number'
    ? `${write(y)} [${write(low)}, ${write(high)}]`
    : write(y);
}
