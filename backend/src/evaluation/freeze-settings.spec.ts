import { validateSettings } from '@prompt-registry/statistics';
import { completePlan, type PlanInput } from '../experiments/experiment-plan';
import type { Metric } from '../experiments/metric.entity';
import { freezeSettings } from './freeze-settings';
import type { RecentTraffic } from './recent-traffic';

const metric = (name: string, more: Partial<Metric> = {}): Metric => ({
  name,
  description: '',
  kind: 'bounded',
  direction: 'increase',
  minimum: 0,
  maximum: 1,
  unit: '',
  scale: 'linear',
  margin: 0.05,
  missingValue: null,
  source: 'outcome',
  createdBy: 'system',
  createdAt: new Date(0),
  ...more,
});
const ALL = [
  metric('quality'),
  metric('acted', { kind: 'binary', missingValue: 0, margin: 0.02 }),
  metric('latency', {
    kind: 'continuous',
    direction: 'decrease',
    maximum: null,
    scale: 'log',
    margin: 250,
    source: 'trace',
  }),
  metric('unsaid', { kind: 'continuous', minimum: null, maximum: null, margin: null }),
];
const NOTHING: RecentTraffic = { conversations: 0, days: 0, conversationsPerDay: 0, baselines: {} };
const KNOWN: RecentTraffic = {
  conversations: 5_000,
  days: 10,
  conversationsPerDay: 500,
  baselines: {
    quality: { conversations: 5_000, mean: 0.6, standardDeviation: 0.2, log: null },
    acted: { conversations: 5_000, mean: 0.1, standardDeviation: 0.3, log: null },
    latency: {
      conversations: 5_000,
      mean: 1_000,
      standardDeviation: 600,
      log: { floor: 1, standardDeviation: 0.5 },
    },
    unsaid: { conversations: 5_000, mean: 40, standardDeviation: 10, log: null },
  },
};

const freeze = (plan: PlanInput, traffic = NOTHING, shares: readonly number[] = [0.5, 0.5]) => {
  const variants = shares.map((share, i) => ({ name: `v${i}`, version: i + 1, share }));
  const settings = freezeSettings({
    experiment: { variants, plan: completePlan(plan), trafficShare: 1 },
    startedAt: new Date('2026-03-01T00:00:00Z'),
    metrics: new Map(ALL.map((one) => [one.name, one])),
    traffic,
  });
  expect(validateSettings(settings)).toEqual([]);
  return settings;
};
const QUALITY = { primaryMetric: 'quality', minimumDetectableEffect: 0.05 };

describe('settings', () => {
  it('are the plan, with what the statistics recommend where it says nothing', () => {
    const settings = freeze({
      ...QUALITY,
      alpha: 0.1,
      power: 0.9,
      mode: 'planned',
      minimumRuntimeMinutes: 60,
    });
    expect(settings).toMatchObject({
      variants: [
        { name: 'v0', share: 0.5 },
        { name: 'v1', share: 0.5 },
      ],
      alpha: 0.1,
      power: 0.9,
      mode: 'planned',
      minimumRuntimeMs: 3_600_000,
      startedAt: Date.parse('2026-03-01T00:00:00Z'),
      futility: true,
      metrics: [
        { name: 'quality', role: 'success', weight: 1, range: [0, 1], missing: 'exclude', scale: 'linear' },
      ],
    });
  });

  it('give most of alpha to the metric that decides', () => {
    const { metrics } = freeze({ ...QUALITY, secondaryMetrics: ['acted', 'latency'] });
    expect(metrics.map(({ weight }) => weight)).toEqual([
      0.8,
      expect.closeTo(0.1, 12),
      expect.closeTo(0.1, 12),
    ]);
    expect(metrics[1]).toMatchObject({ minimumDetectableEffect: 0.02, missing: 0 });
  });

  it('keep how many units an effect takes where there is no room for them', () => {
    const small = { ...QUALITY, minimumDetectableEffect: 0.02 };
    const [free] = freeze(small, KNOWN).metrics;
    expect(free).not.toHaveProperty('neededUnits');
    const needed = freeze(small, KNOWN).horizonUnits;
    expect(freeze({ ...small, maximumUnits: 1_000 }, KNOWN)).toMatchObject({
      horizonUnits: 1_000,
      metrics: [{ neededUnits: needed }],
    });
    // A quiet prompt, of which the whole runtime yields less.
    const quiet = { ...KNOWN, conversations: 280, days: 28, conversationsPerDay: 10 };
    expect(freeze(small, quiet).metrics[0]).toMatchObject({ neededUnits: needed });
    // And an hour of a burst yields the burst, not an hour's part of a day.
    const burst = { ...KNOWN, conversations: 700, days: 0.02, conversationsPerDay: 700 };
    const hour = { ...small, windowMinutes: 5, graceMinutes: 0, minimumRuntimeMinutes: 0 };
    expect(freeze({ ...hour, maximumRuntimeMinutes: 65 }, burst).horizonUnits).toBe(700);
  });

  it('analyse ratios only where the mean is known that an effect is relative to', () => {
    const plan = { primaryMetric: 'latency', minimumDetectableEffect: 100 };
    expect(freeze(plan).metrics[0]).toMatchObject({
      scale: 'linear',
      minimumDetectableEffect: 100,
      floor: null,
    });
    const known = freeze(plan, KNOWN).metrics[0];
    expect(known).toMatchObject({ scale: 'log', floor: 1 });
    expect(known?.minimumDetectableEffect).toBeCloseTo(Math.log(1.1), 12);
    // So small that 1000 + effect is 1000: still an effect.
    expect(
      freeze({ ...plan, minimumDetectableEffect: 1e-14 }, KNOWN).metrics[0]?.minimumDetectableEffect,
    ).toBe(1e-17);
  });

  it('analyse guardrails as they are, with the margin of the plan, of the metric, or a twentieth', () => {
    const guardrails = [{ metric: 'latency', margin: 100 }, { metric: 'acted' }, { metric: 'unsaid' }];
    const { metrics } = freeze({ ...QUALITY, guardrails }, KNOWN);
    expect(metrics.slice(1)).toMatchObject([
      { role: 'guardrail', weight: 0, scale: 'linear', margin: 100, direction: 'decrease' },
      { margin: 0.02 },
      { margin: 2 },
    ]);
    // "Not at all worse" cannot be shown.
    expect(freeze({ ...QUALITY, guardrails: [{ metric: 'acted', margin: 0 }] }).metrics[1]?.margin).toBe(
      0.02,
    );
  });

  it('give a further metric an effect in its own unit', () => {
    const { metrics } = freeze({ ...QUALITY, secondaryMetrics: ['unsaid', 'acted'] }, KNOWN);
    expect(metrics.map(({ minimumDetectableEffect }) => minimumDetectableEffect)).toEqual([0.05, 2, 0.02]);
  });

  it('let the exact test of a metric bet on its own effect', () => {
    const [quality, acted] = freeze(
      { ...QUALITY, guardrails: [{ metric: 'acted', margin: 0.05 }] },
      KNOWN,
    ).metrics;
    expect(quality?.plannedUnits).toBeGreaterThan(500);
    // 2.9264^2 * 4 * 0.09 / 0.05^2 and what estimating the variance takes, with what is rarer at the margin: by hand.
    expect((acted?.plannedUnits as number) / 1_235).toBeCloseTo(1, 2);
  });
});

describe('the horizon', () => {
  it('is what the effect asks for where the spread is known', () => {
    const { plannedUnits, horizonUnits } = freeze({ ...QUALITY, mode: 'planned' }, KNOWN);
    // 2.8016^2 * 4 * 0.2^2 / 0.05^2 + 1.96^2 / 2, rounded up, by hand.
    expect(plannedUnits).toBe(504);
    expect(horizonUnits / plannedUnits).toBeGreaterThan(1.1);
    const binary = freeze({ primaryMetric: 'acted', minimumDetectableEffect: 0.02, mode: 'planned' }, KNOWN);
    // 10 % against 12 %: 3,839 of a variant with both variances, not 3,532 with the control's twice.
    expect(binary.plannedUnits / 7_680).toBeCloseTo(1, 3);
  });

  it('waits for a further metric four times as long as for the primary one at most, and no shorter for a smaller margin', () => {
    const sizes = [400, 100, 50, 20, 5, 1, 0.001].map(
      (margin) => freeze({ ...QUALITY, guardrails: [{ metric: 'latency', margin }] }, KNOWN).horizonUnits,
    );
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    const alone = sizes[0] as number;
    expect(Math.abs((sizes.at(-1) as number) - 4 * alone)).toBeLessThanOrEqual(4);
  });

  it('is at most what the maximum runtime lets settle, and not below a hundred of each', () => {
    const plan = { ...QUALITY, minimumDetectableEffect: 0.005, maximumRuntimeMinutes: 2 * 1_440 + 5 };
    // The last day of conversations does not settle any more.
    expect(freeze(plan, KNOWN).horizonUnits).toBe(500);
    expect(freeze(plan, { ...KNOWN, conversationsPerDay: 10 }).horizonUnits).toBe(200);
  });

  it('is that of the widest spread where it is not known but the metric has bounds, as far as can be reached', () => {
    const busy = { ...NOTHING, conversationsPerDay: 500 };
    // 2.8016^2 * 4 * 0.5^2 / 0.1^2 + 1.96^2 / 2, rounded up, by hand.
    const effect = { ...QUALITY, minimumDetectableEffect: 0.1, mode: 'planned' } as const;
    for (const traffic of [NOTHING, busy]) {
      expect(freeze(effect, traffic).plannedUnits).toBe(787);
      expect(freeze({ ...effect, primaryMetric: 'acted' }, traffic).plannedUnits).toBe(787);
      // Nothing says that a smaller effect is found by fewer.
      expect(freeze(QUALITY, traffic).horizonUnits).toBeGreaterThan(3_800);
    }
    // With less spread it could only be shorter.
    const known = freeze(effect, KNOWN).horizonUnits;
    expect(known).toBeLessThan(freeze(effect, busy).horizonUnits);
    expect(freeze({ ...QUALITY, maximumRuntimeMinutes: 2 * 1_440 + 5 }, busy).horizonUnits).toBe(500);
    expect(freeze(QUALITY, { ...NOTHING, conversationsPerDay: 1 }).horizonUnits).toBe(200);
    // A further metric that was never measured has its part of alpha, and says nothing of the size.
    const further = freeze({ ...effect, secondaryMetrics: ['unsaid'] }, busy);
    expect(further.plannedUnits).toBeGreaterThan(787);
    expect(further.plannedUnits).toBeLessThan(900);
  });

  it('is that of what somebody expects, until it is measured', () => {
    const acted = { primaryMetric: 'acted', minimumDetectableEffect: 0.02, mode: 'planned' } as const;
    expect(freeze({ ...acted, expectedMean: 0.1 }).horizonUnits).toBe(freeze(acted, KNOWN).horizonUnits);
    expect(freeze({ ...acted, expectedMean: 0.5 }, KNOWN)).toEqual(freeze(acted, KNOWN));
    const rated = { ...QUALITY, mode: 'planned' } as const;
    expect(freeze({ ...rated, expectedStandardDeviation: 0.2 }).plannedUnits).toBe(504);
    // At most so wide with that mean: 0.9 of all at 1.
    expect(freeze({ ...rated, expectedMean: 0.9 }).plannedUnits / freeze(rated).plannedUnits).toBeCloseTo(
      0.36,
      2,
    );
    const unsaid = { primaryMetric: 'unsaid', minimumDetectableEffect: 2.5, mode: 'planned' } as const;
    expect(freeze({ ...unsaid, expectedStandardDeviation: 10 }).plannedUnits).toBe(504);
  });

  it('is all that the traffic yields where nothing is known, or a thousand of each variant without any', () => {
    const unsaid = { primaryMetric: 'unsaid', minimumDetectableEffect: 5, graceMinutes: 0 };
    expect(freeze(unsaid).horizonUnits).toBe(2_000);
    expect(freeze(unsaid, { ...NOTHING, conversationsPerDay: 20 }).horizonUnits).toBe(27 * 20);
    expect(freeze(unsaid, { ...NOTHING, conversationsPerDay: 500 }).horizonUnits).toBe(27 * 500);
    expect(freeze(unsaid, { ...NOTHING, conversationsPerDay: 1 }).horizonUnits).toBe(200);
  });

  it("is the plan's, of which a pair of variants gets its share", () => {
    expect(freeze({ ...QUALITY, maximumUnits: 800 }, KNOWN).horizonUnits).toBe(800);
    expect(freeze({ ...QUALITY, maximumUnits: 800 }, KNOWN, [0.5, 0.25, 0.25]).horizonUnits).toBe(600);
    expect(freeze({ ...QUALITY, maximumUnits: 800 }, KNOWN, [0.6, 0.1, 0.3]).horizonUnits).toBe(560);
  });

  it('leaves room for the minimum of units of both', () => {
    expect(freeze({ ...QUALITY, minimumUnits: 500, maximumUnits: 500 }).horizonUnits).toBe(1_000);
    expect(freeze({ ...QUALITY, minimumUnits: 1, maximumUnits: 1 }).horizonUnits).toBe(4);
    const uneven = freeze({ ...QUALITY, minimumUnits: 50, maximumUnits: 50 }, KNOWN, [0.9, 0.1]);
    expect(uneven.horizonUnits).toBe(500);
  });
});
