import { demoTime, readDemoClock } from './demo-time';

const BEGAN = Date.parse('2026-01-31T09:30:00Z');
const HEALTH = { from: '2026-01-17T09:30:00Z', runsSince: '2026-01-31T09:30:00Z', speed: 20_000 };

describe('the time of a demonstration', () => {
  it('runs fast until it is the real one', () => {
    const clock = readDemoClock(HEALTH);
    if (!clock) throw new Error('unread');
    expect(demoTime(clock, BEGAN + 1_000)).toEqual({ ms: clock.from + 20_000_000, real: false });
    expect(demoTime(clock, BEGAN + 90_000)).toEqual({ ms: BEGAN + 90_000, real: true });
    expect(demoTime({ ...clock, runsSince: null }, BEGAN).ms).toBe(clock.from);
  });

  it.each([null, undefined, 'demo', { from: 1 }])('is none where the server says %j', (demo) =>
    expect(readDemoClock(demo)).toBeNull(),
  );
});
