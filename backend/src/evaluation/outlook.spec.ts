import type { ExperimentSettings } from '@prompt-registry/statistics';
import { outlookOf, type Pace } from './outlook';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-02-01T00:00:00Z');

const settings = (more: Partial<ExperimentSettings> = {}) =>
  ({
    mode: 'hybrid',
    startedAt: START,
    maximumRuntimeMs: 28 * DAY_MS,
    horizonUnits: 1_000.5,
    metrics: [],
    variants: [
      { name: 'control', share: 0.5 },
      { name: 'b', share: 0.3 },
      { name: 'c', share: 0.2 },
    ],
    ...more,
  }) as ExperimentSettings;

const pace = (more: Partial<Pace> = {}): Pace => ({
  exposed: 400,
  elapsedMs: 4 * DAY_MS,
  progress: 280 / 1_000.5,
  settleMs: 0,
  over: false,
  ...more,
});

describe('the outlook of an experiment', () => {
  it('is when the slowest pair of variants reaches the horizon at this pace', () => {
    const outlook = outlookOf(settings(), pace());
    expect(outlook).toMatchObject({ conversationsPerDay: 100, horizonUnits: 1_001 });
    // Of 1,000.5 units 280 are there; the control and the smallest variant get 70 a day.
    expect(outlook.daysLeft).toBeCloseTo((1_000.5 - 280) / 70, 12);
    expect(outlook.endsAtLatest).toEqual(new Date('2026-03-01T00:00:00Z'));
  });

  it('counts in that conversations are settled a while after they come', () => {
    // 1,000.5 units at 70 a day come within 14.3 days; the last one is settled a day later.
    const toHorizon = 1_000.5 / 70;
    const early = pace({ elapsedMs: DAY_MS / 2, exposed: 100, progress: 0, settleMs: DAY_MS });
    expect(outlookOf(settings(), early).daysLeft).toBeCloseTo(1_000.5 / 140 + 0.5, 9);
    const steady = pace({ progress: (3 * 70) / 1_000.5, settleMs: DAY_MS });
    expect(outlookOf(settings(), steady).daysLeft).toBeCloseTo(toHorizon + 1 - 4, 9);
  });

  it('is the maximum runtime when that comes first', () => {
    expect(outlookOf(settings(), pace({ elapsedMs: 26 * DAY_MS })).daysLeft).toBe(2);
    expect(outlookOf(settings(), pace({ elapsedMs: 30 * DAY_MS })).daysLeft).toBe(0);
  });

  it('is the maximum runtime where there is no horizon', () => {
    const anytime = outlookOf(settings({ mode: 'anytime' }), pace());
    expect(anytime).toMatchObject({ horizonUnits: null, daysLeft: 24, conversationsPerDay: 100 });
  });

  it('has a pace after a day, or as soon as there are a hundred conversations', () => {
    const hour = { elapsedMs: DAY_MS / 24 };
    expect(outlookOf(settings(), pace({ ...hour, exposed: 99 }))).toMatchObject({
      conversationsPerDay: null,
      daysLeft: 28 - 1 / 24,
    });
    expect(outlookOf(settings(), pace({ ...hour, exposed: 100 })).conversationsPerDay).toBeCloseTo(2_400, 9);
    expect(outlookOf(settings(), pace({ elapsedMs: DAY_MS, exposed: 3 })).conversationsPerDay).toBe(3);
    expect(outlookOf(settings(), pace({ exposed: 0 })).conversationsPerDay).toBeNull();
    expect(outlookOf(settings(), pace({ elapsedMs: 0 })).conversationsPerDay).toBeNull();
  });

  it('is nothing when it is over', () => {
    expect(outlookOf(settings(), pace({ over: true })).daysLeft).toBeNull();
  });
});
