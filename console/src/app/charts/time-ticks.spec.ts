import { timeLabels, timeTicks } from './time-ticks';

const start = new Date(2026, 0, 5, 9, 12).getTime();
const HOUR = 3_600_000;

it('stands on whole hours within a day and on midnights within a month', () => {
  const hours = timeTicks(start, start + 10 * HOUR, 6).map((at) => new Date(at));
  expect(hours.map((at) => [at.getHours(), at.getMinutes()])).toEqual([
    [10, 0],
    [12, 0],
    [14, 0],
    [16, 0],
    [18, 0],
  ]);
  const days = timeTicks(start, start + 20 * 24 * HOUR, 6).map((at) => new Date(at).getHours());
  expect(days.length).toBeGreaterThan(1);
  expect(new Set(days)).toEqual(new Set([0]));
});

it('has few ticks over two years and one for a moment', () => {
  expect(timeTicks(start, start + 730 * 24 * HOUR, 6).length).toBeLessThanOrEqual(7);
  expect(timeTicks(start, start, 6)).toEqual([start]);
});

it('has two marks at least where there is a span, however short', () => {
  for (const span of [1_000, 90_000, 40 * 60_000, 3 * HOUR, 50 * HOUR])
    expect(timeTicks(start, start + span, 4).length).toBeGreaterThanOrEqual(2);
});

it('says what matters at that distance, and the day once', () => {
  const labels = (ticks: readonly number[], span: number) => timeLabels(ticks, span, 'en-GB');
  expect(labels([start, start + HOUR, start + 24 * HOUR], 30 * HOUR)).toEqual([
    ['09:12', '5 Jan'],
    '10:12',
    ['09:12', '6 Jan'],
  ]);
  expect(labels([start], 0)).toEqual([['09:12', '5 Jan']]);
  expect(labels([Date.UTC(2026, 0, 5)], 0)).toEqual(['5 Jan']);
  expect(labels([start], 20 * 24 * HOUR)).toEqual(['5 Jan']);
  expect(labels([start], 500 * 24 * HOUR)).toEqual(['Jan 2026']);
});
