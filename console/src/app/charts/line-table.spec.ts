import { lineTable } from './line-table';

const write = (value: number) => `${(value * 100).toFixed(1)} pp`;
const colour = { light: '', dark: '' };
const series = [
  { name: 'B', colour, points: [{ x: 0, y: 0.041, low: 0.0123456, high: 0.07 }] },
  {
    name: 'boundary',
    colour,
    points: [
      { x: 0, y: 0.02 },
      { x: 1_000, y: null },
    ],
  },
];

it('has a unit once beside an interval, and the full numbers apart for a spreadsheet', () => {
  const { columns, rows, file } = lineTable(series, write, 'Time');
  expect(columns).toEqual(['Time', 'B', 'boundary']);
  expect(rows[0]?.slice(1)).toEqual(['4.1 pp [1.2, 7.0]', '2.0 pp']);
  expect(file).toEqual([
    ['Time', 'B', 'B low', 'B high', 'boundary'],
    ['1970-01-01T00:00:00.000Z', 0.041, 0.0123456, 0.07, 0.02],
    ['1970-01-01T00:00:01.000Z', null, null, null, null],
  ]);
});

it('keeps places that are numbers', () => {
  expect(lineTable(series.slice(1), write, 'Days', String).file[1]).toEqual([0, 0.02]);
});
