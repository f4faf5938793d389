import { completePlan } from './experiment-plan';
import type { Metric } from './metric.entity';
import { metricsOf, planMetricProblems } from './plan-metrics';

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
const METRICS = [
  metric('rating'),
  metric('stars', { minimum: 1, maximum: 5, margin: null }),
  metric('acted', { kind: 'binary' }),
  metric('latency', { kind: 'continuous', maximum: null, margin: 250 }),
];
const KNOWN = new Map(METRICS.map((one) => [one.name, one]));
const plan = completePlan({ primaryMetric: 'rating', minimumDetectableEffect: 0.05 });

describe('the metrics of a plan', () => {
  it('are each looked up once', () => {
    const all = { ...plan, secondaryMetrics: ['stars'], guardrails: [{ metric: 'rating', margin: null }] };
    expect(metricsOf(all)).toEqual(['rating', 'stars']);
  });

  it.each<[string, object]>([
    ['plan.primaryMetric', { primaryMetric: 'ratings' }],
    ['plan.primaryMetric', { primaryMetric: 'constructor' }],
    ['plan.secondaryMetrics[1]', { secondaryMetrics: ['stars', 'moons'] }],
    ['plan.guardrails[0].metric', { guardrails: [{ metric: 'latencies', margin: 1 }] }],
    ['plan.minimumDetectableEffect', { minimumDetectableEffect: 1.01 }],
    ['plan.minimumDetectableEffect', { primaryMetric: 'stars', minimumDetectableEffect: 4.5 }],
    [
      'plan.guardrails[1].margin',
      {
        guardrails: [
          { metric: 'latency', margin: null },
          { metric: 'stars', margin: null },
        ],
      },
    ],
    ['plan.guardrails[0].margin', { guardrails: [{ metric: 'stars', margin: 5 }] }],
    ['plan.expectedMean', { expectedMean: 1.2 }],
    ['plan.expectedMean', { expectedMean: 0 }],
    ['plan.expectedMean', { primaryMetric: 'latency', expectedMean: -1 }],
    ['plan.expectedStandardDeviation', { expectedStandardDeviation: 0.6 }],
    ['plan.expectedStandardDeviation', { primaryMetric: 'acted', expectedStandardDeviation: 0.1 }],
  ])('are refused at %s: %j', (field, change) => {
    expect(planMetricProblems({ ...plan, ...change }, KNOWN).map((problem) => problem.field)).toEqual([
      field,
    ]);
  });

  it.each<object>([
    {},
    { primaryMetric: 'stars', minimumDetectableEffect: 4 },
    { primaryMetric: 'latency', minimumDetectableEffect: 1e9 },
    { guardrails: [{ metric: 'latency', margin: null }] },
    { guardrails: [{ metric: 'stars', margin: 4 }] },
    { expectedMean: 0.6, expectedStandardDeviation: 0.5 },
    { primaryMetric: 'acted', expectedMean: 0.3 },
    { primaryMetric: 'latency', expectedMean: 900, expectedStandardDeviation: 4_000 },
  ])('are accepted: %j', (change) => {
    expect(planMetricProblems({ ...plan, ...change }, KNOWN)).toEqual([]);
  });
});
