import { paceWithin, recentTraffic, standardDeviationOf } from './recent-traffic';

const values = (of: (i: number) => number | null, count = 100) =>
  Array.from({ length: count }, (_, i) => [of(i)]);
const metric = (scale: 'linear' | 'log', kind: 'binary' | 'bounded' | 'continuous') => ({
  name: 'm',
  scale,
  kind,
});

describe('recent traffic', () => {
  it('knows mean and spread of a metric, and conversations a day', () => {
    const traffic = recentTraffic(
      ['m'],
      values((i) => (i % 2 ? 0.2 : 0.6)),
      4,
    );
    expect(traffic).toMatchObject({ conversations: 100, days: 4, conversationsPerDay: 25 });
    expect(traffic.baselines['m']?.conversations).toBe(100);
    expect(traffic.baselines['m']?.mean).toBeCloseTo(0.4, 12);
    expect(standardDeviationOf(metric('linear', 'bounded'), traffic)).toBeCloseTo(
      0.2 * Math.sqrt(100 / 99),
      12,
    );
  });

  it('knows nothing of a metric with fewer than fifty values', () => {
    const some = values((i) => (i < 49 ? i : null));
    expect(recentTraffic(['m'], some, 1).baselines).toEqual({});
    expect(standardDeviationOf(metric('linear', 'bounded'), recentTraffic(['m'], some, 1))).toBeNull();
  });

  it('takes the spread of a binary metric from its rate, and that of ratios from logarithms', () => {
    const binary = recentTraffic(
      ['m'],
      values((i) => (i % 4 ? 0 : 1)),
      1,
    );
    expect(standardDeviationOf(metric('linear', 'binary'), binary)).toBeCloseTo(Math.sqrt(0.25 * 0.75), 12);
    const ratios = recentTraffic(
      ['m'],
      values((i) => (i % 2 ? 100 : 400)),
      1,
    );
    expect(standardDeviationOf(metric('log', 'continuous'), ratios)).toBeCloseTo(
      Math.log(2) * Math.sqrt(100 / 99),
      12,
    );
  });

  it('takes a burst for what comes in as short a time, and once a day', () => {
    const day = 1 / 1_440;
    const burst = recentTraffic(
      [],
      values(() => 1, 700),
      20 * day,
    );
    const within = (minutes: number) => paceWithin(burst, minutes * day) * minutes * day;
    expect(within(10)).toBeCloseTo(350, 9);
    expect(within(20)).toBeCloseTo(700, 9);
    expect(within(600)).toBeCloseTo(700, 9);
    expect(within(1_440)).toBeCloseTo(700, 9);
    expect(within(14_400)).toBeCloseTo(7_000, 9);
    expect(
      paceWithin(
        recentTraffic(
          [],
          values(() => 1, 700),
          4,
        ),
        0.01,
      ),
    ).toBe(175);
    expect(paceWithin(recentTraffic([], [], 0), 0.01)).toBe(0);
  });

  it('does not know the spread of what does not vary', () => {
    const same = recentTraffic(
      ['m'],
      values(() => 1),
      1,
    );
    expect(standardDeviationOf(metric('linear', 'bounded'), same)).toBeNull();
    expect(standardDeviationOf(metric('linear', 'binary'), same)).toBeNull();
  });
});
