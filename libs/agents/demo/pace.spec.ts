import { conversationsWanted } from './pace';

const MINUTE_MS = 60_000;
const MONDAY = Date.UTC(2026, 5, 1);

function onDay(day: number, live: boolean): number {
  let sum = 0;
  for (let minute = 0; minute < 1_440; minute += 1) {
    const from = MONDAY + (day * 1_440 + minute) * MINUTE_MS;
    sum += conversationsWanted(130, from, from + MINUTE_MS, live);
  }
  return sum;
}

describe('the pace of conversations', () => {
  it('is that of a working day, and less at the weekend', () => {
    expect(onDay(0, false)).toBeCloseTo(130);
    expect(onDay(5, false)).toBeCloseTo(0.65 * 130);
  });

  it('does not jump when the clock becomes the real one', () => {
    for (const day of [0, 5]) expect(onDay(day, true) / onDay(day, false)).toBeLessThan(1.2);
  });

  it('never lets whoever looks wait for long', () => {
    const night = MONDAY + 2 * 60 * MINUTE_MS;
    expect(conversationsWanted(130, night, night + 60 * MINUTE_MS, true)).toBeGreaterThanOrEqual(3);
  });
});
