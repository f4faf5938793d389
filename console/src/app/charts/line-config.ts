import type { ChartConfiguration, ChartDataset } from 'chart.js';
import { placeAxis, plainOptions, tooltipLook, valueAxis, type Write } from './axes';
import { type ChartTheme, translucent } from './chart-theme';
import { endMarks, marksWidth } from './end-marks';
import { hasBand, hasInterval } from './interval-band';
import type { Series, SeriesPoint } from './series';
import { thin } from './thin';
import { timeText } from './time-ticks';

const MOST_POINTS = 1_200;
const DOTS_UP_TO = 40;
/** Room for the dots at the ends. */
const DOTS_WHOLE = { left: 8, right: 8, top: 4, bottom: 4 };

/** What a line chart draws. */
export interface LineDrawing {
  readonly series: readonly Series[];
  readonly write: Write;
  /** How places along the bottom are written; moments when it is left out. */
  readonly writePlace?: Write;
  readonly includeZero?: boolean;
  /** Values outside of it are cut off. */
  readonly within?: ValueRange;
  /** Where the axis along the bottom begins, when that is before the first point. */
  readonly since?: number;
  /** Between which the values can be at all, such as 0 and 1 of shares. */
  readonly possible?: readonly [number, number];
}

/** Which values an axis shows, and how far apart its marks are. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/** Lines with the bands of their intervals, few enough points to stay quick. */
export function lineConfig(drawing: LineDrawing, theme: ChartTheme): ChartConfiguration<'line'> {
  const [first, to] = rangeOf(drawing.series);
  const from = Math.min(first, drawing.since ?? first);
  const datasets = drawing.series.flatMap((series) => datasetsOf(series, theme, from, to));
  const plain = plainOptions(theme);
  const room = marksWidth(drawing.series);
  return {
    type: 'line',
    data: { datasets },
    plugins: room > 0 ? [endMarks(drawing.series, theme)] : [],
    options: {
      ...plain,
      layout: { padding: { ...plain.layout.padding, right: Math.max(plain.layout.padding.right, room) } },
      parsing: false,
      normalized: true,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: { type: 'linear', ...placeAxis(theme, from, to, drawing.writePlace) },
        y: {
          type: 'linear',
          ...valuesShown(drawing),
          ...valueAxis(theme, drawing.write, drawing.within?.step),
        },
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          ...tooltipLook(theme),
          filter: ({ dataset }) => dataset.label !== '',
          callbacks: {
            title: ([item]) => {
              const x = item?.parsed.x;
              if (x === undefined || x === null) return '';
              return drawing.writePlace ? drawing.writePlace(x) : timeText(x);
            },
            label: ({ dataset, parsed }) =>
              ` ${dataset.label}  ${parsed.y === null ? '' : drawing.write(parsed.y)}`,
          },
        },
      },
    },
  };
}

function datasetsOf(
  series: Series,
  theme: ChartTheme,
  from: number,
  to: number,
): Array<ChartDataset<'line'>> {
  const points = thin(series.points, MOST_POINTS);
  const colour = theme.of(series.colour);
  const line: ChartDataset<'line'> = {
    label: series.name,
    data: points.map(({ x, y }) => ({ x, y: y ?? NaN })),
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 2,
    borderJoinStyle: 'round',
    borderDash: [...(series.dash ?? [])],
    stepped: series.stepped ?? false,
    pointRadius: points.length <= DOTS_UP_TO && !series.dash?.length ? 2 : 0,
    pointHoverRadius: 4,
    spanGaps: false,
    clip: DOTS_WHOLE,
  };
  const last = points.findLast(hasInterval);
  if (!last) return [line];
  if (!hasBand(points, from, to))
    return [points.length === 1 ? { ...line, pointRadius: 4 } : line, whisker(last, colour)];
  const edge = (
    of: (point: SeriesPoint) => number | null | undefined,
    fill: string | false,
  ): ChartDataset<'line'> => ({
    label: '',
    data: points.map((point) => ({ x: point.x, y: of(point) ?? NaN })),
    borderWidth: 0,
    pointRadius: 0,
    pointHoverRadius: 0,
    backgroundColor: translucent(colour, theme.isDark ? 0.22 : 0.14),
    fill,
  });
  return [line, edge(({ low }) => low, false), edge(({ high }) => high, '-1')];
}

/** The last interval, where there is no room for a band. */
function whisker({ x, low, high }: SeriesPoint, colour: string): ChartDataset<'line'> {
  return {
    label: '',
    data: [
      { x, y: low ?? NaN },
      { x, y: high ?? NaN },
    ],
    borderColor: colour,
    borderWidth: 2,
    pointStyle: 'line',
    pointRadius: 6,
    pointHoverRadius: 6,
    pointBorderColor: colour,
    clip: DOTS_WHOLE,
  };
}

function rangeOf(series: readonly Series[]): readonly [number, number] {
  const ends = series
    .flatMap(({ points }) => [points[0], points.at(-1)])
    .flatMap((point) => (point ? [point.x] : []));
  return ends.length === 0 ? [0, 1] : [Math.min(...ends), Math.max(...ends)];
}

/** A flat line is drawn in the middle of a little room, not of one from -1 to 1. */
function valuesShown({ series, includeZero, within, possible }: LineDrawing): Record<string, number> {
  if (within) return { min: within.low, max: within.high };
  if (includeZero) return { suggestedMin: 0, suggestedMax: 0 };
  const values = series.flatMap(({ points }) => points.flatMap(({ y }) => (y === null ? [] : [y])));
  const [lowest, highest] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  if (lowest !== highest) return {};
  const room = Math.abs(highest) * 0.1 || 0.1;
  const [least, most] = possible ?? [-Infinity, Infinity];
  return {
    suggestedMin: lowest === 0 ? 0 : Math.max(least, lowest - room),
    suggestedMax: Math.min(most, highest + room),
  };
}
