import { detectableEffect, estimatedVarianceUnits, fixedSampleUnits } from './fixed-sample-units';
import { planExperiment, type PlanRequest } from './plan-experiment';

const request = (changes: Partial<PlanRequest> = {}): PlanRequest => ({
  metrics: [{ name: 'insight_quality', role: 'success', weight: 1, standardDeviation: 0.2, effect: 0.05 }],
  shares: [0.5, 0.5],
  mode: 'hybrid',
  alpha: 0.05,
  power: 0.8,
  futility: true,
  minimumUnits: 30,
  guardrailAlpha: 0.05,
  plannedPart: 0.8,
  unitsPerDay: 100,
  maximumRuntimeDays: 60,
  ...changes,
});

describe('fixedSampleUnits', () => {
  it('is the textbook formula, with its inverse', () => {
    const sample = { alpha: 0.05, sides: 2, power: 0.8, standardDeviation: 0.2, propensity: 0.5 } as const;
    expect(fixedSampleUnits(sample, 0.05)).toBeCloseTo((2.801585 ** 2 * 0.04 * 4) / 0.0025, 3);
    expect(detectableEffect(sample, fixedSampleUnits(sample, 0.05))).toBeCloseTo(0.05, 12);
    const strong = { ...sample, power: 0.9 };
    expect(fixedSampleUnits(strong, 0.05)).toBeCloseTo((3.241516 ** 2 * 0.04 * 4) / 0.0025, 3);
    expect(fixedSampleUnits({ ...sample, propensity: 0.1 }, 0.05)).toBeGreaterThan(
      fixedSampleUnits(sample, 0.05),
    );
  });
});

describe('planExperiment', () => {
  it('plans units and days', () => {
    const plan = planExperiment(request());
    expect(plan.refusal).toBeNull();
    expect(plan.plannedUnits).toBe(505);
    expect(plan.inflation).toBeCloseTo(1.2355, 4);
    expect(plan.horizonUnits).toBe(Math.ceil(505 * 1.2355));
    expect(plan.totalUnits).toBe(plan.horizonUnits);
    expect(plan.days).toBeCloseTo(plan.totalUnits / 100, 9);
    expect(plan.expectedDays).toBeLessThan(plan.days!);
    expect(plan.metrics[0]!.detectableEffect).toBeCloseTo(0.05, 3);
  });

  it('needs more for more variants, and counts all of them', () => {
    const plan = planExperiment(request({ shares: [0.25, 0.25, 0.25, 0.25] }));
    expect(plan.metrics[0]!.alpha).toBeCloseTo(0.05 / 3, 12);
    expect(plan.plannedUnits).toBeGreaterThan(505);
    expect(plan.totalUnits).toBe(plan.horizonUnits * 2);
    expect(plan.unitsByVariant).toHaveLength(4);
  });

  it('divides the error of missing an effect among success and guardrails', () => {
    const guardrail = {
      name: 'latency',
      role: 'guardrail',
      weight: 0,
      standardDeviation: 0.5,
      effect: 0.1,
    } as const;
    const plan = planExperiment(request({ metrics: [...request().metrics, guardrail] }));
    expect(plan.powerEach).toBeCloseTo(0.9, 12);
    expect(plan.metrics[1]!.plannedUnits).toBe(
      Math.ceil(
        fixedSampleUnits(
          { alpha: 0.05, sides: 1, power: 0.9, standardDeviation: 0.5, propensity: 0.5 },
          0.1,
        ) + estimatedVarianceUnits(0.05, 1),
      ),
    );
    expect(plan.plannedUnits).toBe(Math.max(...plan.metrics.map(({ plannedUnits }) => plannedUnits!)));
  });

  it('tells the effect that given traffic can find', () => {
    const metrics = [{ ...request().metrics[0]!, effect: null }];
    const plan = planExperiment(request({ metrics, maximumRuntimeDays: 10 }));
    expect(plan.refusal).toBeNull();
    expect(plan.horizonUnits).toBeLessThanOrEqual(1000);
    expect(plan.metrics[0]!.plannedUnits).toBeNull();
    expect(plan.metrics[0]!.detectableEffect).toBeCloseTo(plan.metrics[0]!.reachableEffect!, 3);
  });

  it.each([
    ['no_traffic', { unitsPerDay: 0 }],
    ['minimum_units_unreachable', { unitsPerDay: 1, maximumRuntimeDays: 20 }],
    ['horizon_unreachable', { maximumRuntimeDays: 4 }],
  ] as const)('refuses with %s', (code, changes) => {
    const { refusal, metrics } = planExperiment(request(changes));
    expect(refusal?.code).toBe(code);
    expect(refusal?.message).toMatch(/\.$/);
    if (code === 'horizon_unreachable') expect(metrics[0]!.reachableEffect).toBeGreaterThan(0.05);
  });

  it('refuses impossible requests', () => {
    expect(() => planExperiment(request({ shares: [0.5, 0.6] }))).toThrow(RangeError);
    expect(() => planExperiment(request({ alpha: 0 }))).toThrow(RangeError);
    expect(() => planExperiment(request({ metrics: [] }))).toThrow(RangeError);
    const metrics = [{ ...request().metrics[0]!, standardDeviation: 0 }];
    expect(() => planExperiment(request({ metrics }))).toThrow(RangeError);
  });
});
