import { timeLabel, timeTicks } from './time-ticks';

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

it('says what matters at that distance', () => {
  expect(timeLabel(start, 5 * HOUR, 'en-GB')).toBe('09:12');
  expect(timeLabel(start, 20 * 24 * HOUR, 'en-GB')).toBe('5 Jan');
  expect(timeLabel(start, 500 * 24 * HOUR, 'en-GB')).toBe('Jan 2026');
});
