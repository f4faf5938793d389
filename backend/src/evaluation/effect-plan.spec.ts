import { completePlan } from '../experiments/experiment-plan';
import type { Metric } from '../experiments/metric.entity';
import { effectPlan } from './effect-plan';
import type { RecentTraffic } from './recent-traffic';

const latency: Metric = {
  name: 'latency',
  description: '',
  kind: 'continuous',
  direction: 'decrease',
  minimum: 0,
  maximum: null,
  unit: 'ms',
  scale: 'log',
  margin: 250,
  missingValue: null,
  source: 'trace',
  createdBy: 'system',
  createdAt: new Date(0),
};
const acted: Metric = {
  ...latency,
  name: 'acted',
  kind: 'binary',
  maximum: 1,
  scale: 'linear',
  margin: 0.02,
};
const traffic = (mean = 0.5): RecentTraffic => ({
  conversations: 60,
  days: 1,
  conversationsPerDay: 0,
  baselines: {
    latency: {
      conversations: 60,
      mean: 1e9,
      standardDeviation: 6e10,
      log: { floor: 1e6, standardDeviation: 5.5 },
    },
    acted: { conversations: 60, mean, standardDeviation: 0.5, log: null },
  },
});

const planned = (name: string, maximumUnits: number, mean?: number) => {
  const shares = [0.9999, 0.0001];
  return effectPlan({
    experiment: {
      variants: shares.map((share, i) => ({ name: String(i), version: 1, share })),
      plan: completePlan({ primaryMetric: name, minimumDetectableEffect: 0.05, maximumUnits }),
      trafficShare: 1,
    },
    startedAt: new Date(0),
    metrics: new Map([latency, acted].map((metric) => [metric.name, metric])),
    traffic: traffic(mean),
  });
};

it.each(['latency', 'acted'])(
  'names no difference that %s cannot have, with hardly any conversations',
  (name) => {
    const plan = planned(name, 2);
    expect(plan.sizedBy).toMatchObject({ metric: name, reachable: null });
    expect(plan.refusal?.message).toMatch(/no effect that is possible/);
  },
);

it('names no difference that there is no room for', () => {
  expect(planned('acted', 150_000).sizedBy?.reachable).toBeLessThan(0.5);
  expect(planned('acted', 150_000, 0.1).sizedBy).toMatchObject({ reachable: null });
  expect(planned('acted', 1e9, 0.05).refusal?.code).toBe('no_traffic');
  expect(planned('acted', 1e9, 0.04).refusal?.code).toBe('effect_impossible');
});
