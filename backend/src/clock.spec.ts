import { Logger } from '@nestjs/common';
import { SystemClock } from './clock';

const HOUR_MS = 3_600_000;

describe('SystemClock', () => {
  let clock: SystemClock;
  let local: number;

  beforeEach(() => {
    local = Date.parse('2026-01-31T09:30:00Z');
    jest.spyOn(Date, 'now').mockImplementation(() => local);
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    clock = new SystemClock();
  });
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['an hour ahead', -HOUR_MS],
    ['an hour behind', HOUR_MS],
  ])('follows the database when the machine is %s', (_, differenceMs) => {
    clock.compare(local + differenceMs, local, local);
    expect(clock.now().getTime()).toBe(local + differenceMs);
    local += 5_000;
    expect(clock.now().getTime()).toBe(local + differenceMs);
  });

  it('leaves a small difference alone, and one that a slow answer explains', () => {
    clock.compare(local + 900, local, local);
    clock.compare(local, local, local + 8_000);
    expect(clock.now().getTime()).toBe(local);
  });

  it('goes back to the machine when it was put right', () => {
    clock.compare(local + HOUR_MS, local, local);
    local += HOUR_MS;
    clock.compare(local, local, local);
    expect(clock.now().getTime()).toBe(local);
  });

  it('of a demonstration stands until it is let run, and follows no database', () => {
    const demo = new SystemClock({ from: local - 24 * HOUR_MS, speed: 3_600 });
    demo.compare(local + HOUR_MS, local, local);
    expect([demo.now().getTime(), demo.demonstration()?.runsSince]).toEqual([local - 24 * HOUR_MS, null]);
    demo.run();
    local += 10_000;
    expect(demo.now().getTime()).toBe(local - 10_000 - 14 * HOUR_MS);
    demo.run(); // once is enough
    local += HOUR_MS;
    expect(demo.now().getTime()).toBe(local);
    clock.run();
    expect(clock.demonstration()).toBeNull();
  });
});
