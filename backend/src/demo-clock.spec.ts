import { SystemClock } from './clock';
import { ConfigurationError, readConfiguration } from './configuration';
import { demoTime, readDemoClock } from './demo-clock';

const DAY_MS = 86_400_000;
const BEGAN = Date.parse('2026-01-31T09:30:00Z');
const FROM = BEGAN - 14 * DAY_MS;
const TEXT = '2026-01-17T09:30:00Z,20000';

describe('the demo clock', () => {
  const clock = readDemoClock(TEXT);

  it('stands, runs fast, and is the real time from when it has caught up', () => {
    expect(clock).toEqual({ from: FROM, speed: 20_000 });
    if (!clock) return;
    expect(demoTime(clock, null, BEGAN)).toBe(FROM);
    expect(demoTime(clock, BEGAN, BEGAN + 1_000)).toBe(FROM + 20_000_000);
    expect(demoTime(clock, BEGAN, BEGAN + 60_000)).toBeLessThan(BEGAN);
    for (const later of [70_000, DAY_MS]) expect(demoTime(clock, BEGAN, BEGAN + later)).toBe(BEGAN + later);
  });

  it('tells its pace, which is the usual one before it runs and after it has caught up', () => {
    expect(new SystemClock().pace()).toBe(1);
    const demo = new SystemClock({ from: Date.now() - 14 * DAY_MS, speed: 20_000 });
    expect(demo.pace()).toBe(1);
    demo.run();
    expect(demo.pace()).toBe(20_000);
    jest.useFakeTimers({ now: Date.now() + DAY_MS });
    expect(demo.pace()).toBe(1);
    jest.useRealTimers();
  });

  it.each(['', 'soon', `${TEXT},1`, '2026-01-17T09:30:00Z', '2026-01-17T09:30:00Z,1'])(
    'is none: %j',
    (text) => expect(readDemoClock(text)).toBeNull(),
  );

  it.each([
    ['a real database', { DATABASE_URL: 'postgres://localhost/registry' }],
    ['an address that others reach', { HOST: '0.0.0.0' }],
    ['a public address', { PUBLIC_URL: 'https://prompts.example' }],
    ['MLflow', { MLFLOW_TRACKING_URI: 'http://localhost:5000' }],
  ])('is refused together with %s', (_, env) => {
    expect(() => readConfiguration({ DEMO_CLOCK: TEXT, ...env })).toThrow(ConfigurationError);
    expect(readConfiguration({ DEMO_CLOCK: TEXT }).demoClock).toEqual(clock);
  });
});
