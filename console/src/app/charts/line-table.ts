import { bracketed } from '../numbers/digits';
import type { Write } from './axes';
import type { ChartTable, Series, SeriesPoint } from './series';
import { timeWriter } from './time-ticks';

/** The table behind lines: a row for each place, a column for each line, the interval beside its value. */
export function lineTable(
  series: readonly Series[],
  write: Write,
  place: string,
  givenPlace?: Write,
): ChartTable {
  const timed = givenPlace === undefined;
  const writePlace = givenPlace ?? timeWriter();
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
    file: lineFile(series, place, timed),
  };
}

function lineFile(series: readonly Series[], place: string, timed: boolean): ChartTable['file'] {
  const lines = series.map(({ name, points }) => ({
    name,
    banded: points.some(({ low }) => typeof low === 'number'),
    at: new Map(points.map((point) => [point.x, point])),
  }));
  const places = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  return [
    [
      place,
      ...lines.flatMap(({ name, banded }) => (banded ? [name, `${name} low`, `${name} high`] : [name])),
    ],
    ...places.map((x) => [
      timed ? new Date(x).toISOString() : x,
      ...lines.flatMap(({ banded, at }) => {
        const { y = null, low = null, high = null } = at.get(x) ?? {};
        return banded ? [y, low, high] : [y];
      }),
    ]),
  ];
}

function cellOf({ y, low, high }: SeriesPoint, write: Write): string {
  if (y === null) return '';
  return typeof low === 'number' && typeof high === 'number'
    ? `${write(y)} ${bracketed(bare(low, write), bare(high, write))}`
    : write(y);
}

/** Without the unit, which stands before it. */
function bare(value: number, write: Write): string {
  return write(value).replace(/\s[^\s\d]+$/, '');
}
