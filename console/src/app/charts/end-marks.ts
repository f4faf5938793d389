import type { Chart, Plugin } from 'chart.js';
import type { ChartTheme } from './chart-theme';
import type { Series } from './series';

/** Of a letter and the room around it. */
const LETTER_PX = 8;
const APART_PX = 12;
const GAP_PX = 10;

/** How much room the marks need beside the lines; 0 without any. */
export function marksWidth(series: readonly Series[]): number {
  const longest = Math.max(0, ...series.map(({ mark }) => mark?.length ?? 0));
  return longest === 0 ? 0 : GAP_PX + longest * LETTER_PX;
}

/** Places as near to the wanted ones as they can be, in the same order, that far apart and none below the end. */
export function spread(wanted: readonly number[], apart: number, end: number): readonly number[] {
  const order = wanted.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at);
  const places: number[] = [];
  for (const { at } of order) places.push(Math.max(at, (places.at(-1) ?? -Infinity) + apart));
  let limit = end;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i] ?? limit, limit);
    limit = (places[i] ?? limit) - apart;
  }
  const found = new Array<number>(wanted.length);
  order.forEach(({ index }, i) => (found[index] = places[i] ?? end));
  return found;
}

/** Writes at the end of each line what it is, for eyes that do not tell the colours apart. */
export function endMarks(series: readonly Series[], theme: ChartTheme): Plugin<'line'> {
  return {
    id: 'endMarks',
    afterDatasetsDraw(chart: Chart<'line'>) {
      const { ctx: pen, scales, chartArea } = chart;
      const ends = series.flatMap(({ mark, colour, points }) => {
        const last = points.findLast(({ y }) => y !== null);
        if (!mark || !last || last.y === null) return [];
        const [x, y] = [scales['x']?.getPixelForValue(last.x), scales['y']?.getPixelForValue(last.y)];
        return x === undefined || y === undefined ? [] : [{ mark, colour: theme.of(colour), x, y }];
      });
      const places = spread(
        ends.map(({ y }) => y),
        APART_PX,
        chartArea.bottom,
      );
      pen.save();
      pen.font = `600 12px ${theme.font}`;
      pen.textBaseline = 'middle';
      ends.forEach(({ mark, colour, x }, i) => {
        pen.fillStyle = colour;
        pen.fillText(mark, x + GAP_PX, places[i] ?? 0);
      });
      pen.restore();
    },
  };
}
