import { EMPTY_FORM, type ExperimentForm, formOf } from './experiment-form';
import { planRequestOf, requestOf } from './experiment-request';
import type { Experiment } from './experiments-api';
import type { RangedMetric } from './metric-scale';

const metric = (name: string, more: Partial<RangedMetric> = {}): RangedMetric => ({
  name,
  description: '',
  kind: 'bounded',
  direction: 'increase',
  unit: '',
  scale: 'linear',
  margin: 0.03,
  source: 'outcome',
  minimum: 0,
  maximum: 1,
  missingValue: null,
  ...more,
});
const metrics = new Map(
  [
    metric('insight_quality'),
    metric('user_actioned', { kind: 'binary' }),
    metric('latency', { kind: 'continuous', unit: 'ms', scale: 'log', maximum: null }),
  ].map((of) => [of.name, of]),
);
const form = (more: Partial<ExperimentForm> = {}): ExperimentForm => ({
  ...EMPTY_FORM,
  prompt: 'data/energy',
  name: ' shorter steps ',
  variants: [
    { key: 0, name: 'control', version: 3, share: '33,4' },
    { key: 1, name: 'b', version: 5, share: '66.6' },
  ],
  primaryMetric: 'user_actioned',
  effect: '3',
  guardrails: [{ metric: 'latency', margin: '' }],
  ...more,
});
const bodyOf = (of: ExperimentForm) => {
  const request = requestOf(of, metrics);
  if (!request.ok) throw new Error(JSON.stringify(request.errors));
  return request.body as { plan: Record<string, unknown> } & Record<string, unknown>;
};

describe('what the API is sent', () => {
  it('has shares instead of percent, and differences in the metric’s own unit', () => {
    expect(bodyOf(form())).toMatchObject({
      name: 'shorter steps',
      variants: [
        { name: 'control', version: 3, share: 0.334 },
        { name: 'b', version: 5, share: 0.666 },
      ],
      trafficShare: 1,
      layer: null,
      plan: {
        minimumDetectableEffect: 0.03,
        alpha: 0.05,
        power: 0.8,
        windowMinutes: 1_440,
        graceMinutes: 5,
        maximumUnits: null,
        guardrails: [{ metric: 'latency', margin: null }],
      },
    });
  });

  it('says the weights only where insight_quality is measured', () => {
    expect(bodyOf(form()).plan).not.toHaveProperty('insightQualityWeights');
    expect(bodyOf(form({ secondaryMetrics: ['insight_quality'] })).plan).toMatchObject({
      insightQualityWeights: { confidence: 0.3, user_actioned: 0.4, architect_satisfaction: 0.3 },
      missingComponent: 'exclude',
    });
  });

  it('has a part of the layer only where the layer is divided', () => {
    const layer = { layerName: 'tone', layerShare: '50' } as const;
    expect(bodyOf(form({ ...layer, layerMode: 'exclusive' }))['layer']).toEqual({
      name: 'tone',
      mode: 'exclusive',
      share: 0.5,
    });
    expect(bodyOf(form({ ...layer, layerMode: 'shared' }))['layer']).toEqual({
      name: 'tone',
      mode: 'shared',
    });
  });

  it('names what has to be filled in first, by the fields of the API', () => {
    const request = requestOf(
      form({
        name: ' ',
        effect: 'some',
        window: { amount: '', unit: 'days' },
        variants: EMPTY_FORM.variants,
      }),
      metrics,
    );
    expect(request.ok ? [] : request.errors.map(({ field }) => field)).toEqual([
      'name',
      'variants[0].version',
      'variants[1].version',
      'plan.minimumDetectableEffect',
      'plan.windowMinutes',
    ]);
  });

  it('is the draft again after it was written into the fields', () => {
    const written = form({
      name: 'shorter steps',
      layerMode: 'exclusive',
      layerName: 'tone',
      layerShare: '50',
    });
    const body = bodyOf(written);
    const draft = {
      ...body,
      promptName: written.prompt,
      layer: { name: 'tone', mode: 'exclusive', share: 0.5, range: null },
      plan: {
        ...body.plan,
        insightQualityWeights: { confidence: 0.3, user_actioned: 0.4, architect_satisfaction: 0.3 },
        missingComponent: 'exclude',
      },
    } as unknown as Experiment;
    expect(bodyOf(formOf(draft, metrics))).toEqual(body);
  });
});

describe('what a plan is asked for', () => {
  it('is what the form says of traffic, shares and margins', () => {
    const asked = planRequestOf(
      form({
        traffic: '50',
        guardrails: [{ metric: 'user_actioned', margin: '2' }],
        primaryMetric: 'latency',
        expectedStandardDeviation: '1.5',
      }),
      [100, 200],
      metrics,
    );
    expect(asked).toMatchObject({
      prompt: 'data/energy',
      primaryMetric: 'latency',
      minimumDetectableEffects: [100, 200],
      trafficShare: 0.5,
      shares: [0.334, 0.666],
      guardrails: [{ metric: 'user_actioned', margin: 0.02 }],
      expectedStandardDeviation: 1.5,
    });
  });

  it.each([
    ['without a prompt', { prompt: '' }],
    ['while a share is no number', { variants: [{ key: 0, name: 'a', version: 1, share: '' }] }],
    ['without traffic', { traffic: '0' }],
  ])('is nothing %s', (_, more) => expect(planRequestOf(form(more), [0.1], metrics)).toBeNull());

  it('has what a person expects of a metric that nobody has measured', () => {
    const expected = form({ primaryMetric: 'latency', expectedStandardDeviation: '0.1' });
    expect(planRequestOf(expected, [100], metrics)).toMatchObject({ expectedStandardDeviation: 0.1 });
    const rate = form({ expectedMean: '1,5' });
    expect(planRequestOf(rate, [0.1], metrics)).toMatchObject({ expectedMean: 0.015 });
  });
});
