import fc from 'fast-check';
import { detectableEffect, estimatedVarianceUnits, fixedSampleUnits } from './fixed-sample-units';
import { horizonInflation } from './horizon-inflation';
import { planExperiment, type PlannedMetric, type PlanRequest } from './plan-experiment';
import { type Spread } from './spread';

const SPREAD: Spread = { standardDeviation: 0.2 };
const request = (changes: Partial<PlanRequest> = {}): PlanRequest => ({
  metrics: [{ name: 'insight_quality', role: 'success', weight: 1, spread: SPREAD, effect: 0.05 }],
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
  maximumUnits: null,
  ...changes,
});
const guardrail = (effect: number, spread: Spread | null = { standardDeviation: 0.5 }): PlannedMetric => ({
  name: 'latency',
  role: 'guardrail',
  weight: 0,
  spread,
  effect,
});
const guarded = (margin: number, effect = 0.05, changes: Partial<PlanRequest> = {}) =>
  planExperiment(request({ ...changes, metrics: [{ ...request().metrics[0]!, effect }, guardrail(margin)] }));

describe('fixedSampleUnits', () => {
  const sample = { alpha: 0.05, sides: 2, power: 0.8, spread: SPREAD, propensity: 0.5 } as const;

  it('is the textbook formula, with its inverse', () => {
    expect(fixedSampleUnits(sample, 0.05)).toBeCloseTo((2.801585 ** 2 * 0.04 * 4) / 0.0025, 3);
    expect(detectableEffect(sample, fixedSampleUnits(sample, 0.05))).toBeCloseTo(0.05, 12);
    const strong = { ...sample, power: 0.9 };
    expect(fixedSampleUnits(strong, 0.05)).toBeCloseTo((3.241516 ** 2 * 0.04 * 4) / 0.0025, 3);
    expect(fixedSampleUnits({ ...sample, propensity: 0.1 }, 0.05)).toBeGreaterThan(
      fixedSampleUnits(sample, 0.05),
    );
  });

  // Units of a variant, each rate with its own variance: the figures that the method's simulations are relative to.
  it.each([
    [0.1, 0.12, 3_839],
    [0.3, 0.46, 141],
    [0.2, 0.26, 769],
    [0.5, 0.6, 385],
  ])('of rates takes both variances: %d against %d needs %d a variant', (rate, better, units) => {
    const rates = { ...sample, spread: { rate, change: 1 } } as const;
    expect(Math.ceil(fixedSampleUnits(rates, better - rate) / 2)).toBe(units);
    // The same two rates, seen from the other one.
    const turned = { ...sample, spread: { rate: better, change: -1 } } as const;
    expect(fixedSampleUnits(turned, better - rate)).toBeCloseTo(fixedSampleUnits(rates, better - rate), 6);
  });

  it('at an uneven split allows for the variance that the test takes', () => {
    const uneven = { ...sample, propensity: 0.1 };
    const rising = { ...uneven, spread: { rate: 0.05, change: 1 } } as const;
    const variance = 0.0475 / 0.9 + 0.1275 / 0.1;
    expect(fixedSampleUnits(rising, 0.1)).toBeCloseTo((2.801585 ** 2 / 0.01) * variance, 2);
    const falling = { ...uneven, spread: { rate: 0.15, change: -1 } } as const;
    const [actual, tested] = [0.1275 / 0.9 + 0.0475 / 0.1, (0.1275 * 0.9 + 0.0475 * 0.1) / 0.09];
    const wanted = ((1.959964 * Math.sqrt(tested) + 0.8416212 * Math.sqrt(actual)) / 0.1) ** 2;
    expect(fixedSampleUnits(falling, 0.1)).toBeCloseTo(wanted, 2);
  });

  it('of a margin on a rate takes the variance at the margin for the error', () => {
    const rare = { ...sample, sides: 1, spread: { rate: 0.01, change: 1 } } as const;
    // Around 1 %, rates that differ by 5 points are 0 and 3.5 %.
    const [tested, alike] = [0.035 * 0.965 * 2, 0.01 * 0.99 * 4];
    const wanted = ((1.6448536 * Math.sqrt(tested) + 0.8416212 * Math.sqrt(alike)) / 0.05) ** 2;
    expect(fixedSampleUnits(rare, 0.05)).toBeCloseTo(wanted, 4);
  });
});

describe('planExperiment', () => {
  it('plans units and days', () => {
    const plan = planExperiment(request());
    expect(plan.refusal).toBeNull();
    expect(plan.metrics[0]!.plannedUnits).toBe(505);
    expect(plan.inflation).toBeCloseTo(1.2355, 4);
    // What is asked for is a little more than 504, rounded once it is inflated; then there is a whole unit for each half.
    expect([plan.horizonUnits, plan.plannedUnits, plan.totalUnits]).toEqual([623, 504, 624]);
    expect(plan.days).toBeCloseTo(plan.totalUnits / 100, 9);
    expect(plan.unitsPerDayNeeded).toBeCloseTo(plan.totalUnits / 60, 9);
    expect(plan.expectedDays).toBeLessThan(plan.days!);
    expect(plan.metrics[0]!.detectableEffect).toBeCloseTo(0.05, 3);
  });

  it('needs more for more variants, and counts all of them', () => {
    const plan = planExperiment(request({ shares: [0.25, 0.25, 0.25, 0.25] }));
    expect(plan.metrics[0]!.alpha).toBeCloseTo(0.05 / 3, 12);
    expect(plan.plannedUnits).toBeGreaterThan(504);
    expect(new Set(plan.unitsByVariant)).toEqual(new Set([Math.ceil(plan.horizonUnits / 2)]));
    expect(plan.totalUnits).toBe(4 * plan.unitsByVariant[0]!);
  });

  it('divides the error of missing an effect among success and guardrails', () => {
    const plan = guarded(0.1);
    expect(plan.powerEach).toBeCloseTo(0.9, 12);
    const sample = { alpha: 0.05, sides: 1, power: 0.9, propensity: 0.5 } as const;
    expect(plan.metrics[1]!.plannedUnits).toBe(
      Math.ceil(
        fixedSampleUnits({ ...sample, spread: { standardDeviation: 0.5 } }, 0.1) +
          estimatedVarianceUnits(0.05, 1),
      ),
    );
  });

  it('gives a metric of unknown spread its part of the errors, and lets it size nothing', () => {
    const first = request().metrics[0]!;
    const unknown = { ...first, name: 'confidence', spread: null };
    const [half, other] = [
      { ...first, weight: 0.5 },
      { ...unknown, weight: 0.5 },
    ];
    const plan = planExperiment(request({ metrics: [half, other, guardrail(0.1, null)] }));
    expect(plan.metrics[0]!.alpha).toBeCloseTo(0.025, 12);
    expect(plan.powerEach).toBeCloseTo(0.9, 12);
    expect(plan.plannedUnits).toBe(plan.metrics[0]!.plannedUnits);
    expect(plan.metrics.slice(1)).toMatchObject([
      { plannedUnits: null, detectableEffect: null, reachableEffect: null },
      { plannedUnits: null, detectableEffect: null },
    ]);
  });

  it('waits for a further metric four times as long as for the first at most, and says what is found by then', () => {
    const [alone, near, far] = [guarded(0.5), guarded(0.06), guarded(0.001)];
    expect(near.horizonUnits).toBeGreaterThan(alone.horizonUnits);
    expect(near.metrics[1]!.detectableEffect).toBeCloseTo(0.06, 4);
    expect(far.horizonUnits).toBe(4 * far.metrics[0]!.horizonUnits!);
    expect(far.metrics[1]!.horizonUnits).toBeGreaterThan(far.horizonUnits);
    // (z + z) * 2 * 0.5 / sqrt(units of a test with one look), by hand.
    const units = far.horizonUnits / horizonInflation('hybrid', false, 0.1, 0.9) - 1.6448536 ** 2 / 2;
    expect(far.metrics[1]!.detectableEffect).toBeCloseTo((1.6448536 + 1.2815516) / Math.sqrt(units), 6);
  });

  it('leaves room for the minimum of units at every split', () => {
    const shares = [0.9, 0.1];
    const metrics = [{ ...request().metrics[0]!, effect: 1 }];
    const plan = planExperiment(request({ shares, metrics, minimumUnits: 50 }));
    expect(plan.unitsByVariant[1]).toBeGreaterThanOrEqual(50);
    expect(planExperiment(request({ metrics, minimumUnits: 50 })).unitsByVariant).toEqual([50, 50]);
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
    ['minimum_units_unreachable', { unitsPerDay: 0, maximumRuntimeDays: 0 }],
    ['horizon_unreachable', { maximumRuntimeDays: 4 }],
    ['maximum_units_too_few', { maximumUnits: 400 }],
    ['maximum_units_too_few', { maximumUnits: 400, unitsPerDay: 0 }],
  ] as const)('refuses with %s', (code, changes) => {
    const { refusal, metrics } = planExperiment(request(changes));
    expect(refusal?.code).toBe(code);
    expect(refusal?.message).toMatch(/\.$/);
    expect(refusal?.message).not.toMatch(/Infinity|NaN/);
    if (code === 'horizon_unreachable' || code === 'maximum_units_too_few')
      expect(metrics[0]!.reachableEffect).toBeGreaterThan(0.05);
  });

  it('finds no effect where only impossible ones are left', () => {
    const units = { maximumUnits: 4, unitsPerDay: 0, minimumUnits: 2 };
    const metric = { name: 'm', role: 'success', weight: 1, effect: 0.01 } as const;
    const ratio = { spread: { standardDeviation: 900 }, log: true };
    for (const known of [{ spread: { rate: 0.5, change: 1 } as const }, ratio]) {
      const { refusal } = planExperiment(request({ ...units, metrics: [{ ...metric, ...known }] }));
      expect(refusal?.message).toMatch(/They find no effect that is possible on m:/);
    }
  });

  it('refuses impossible requests', () => {
    expect(() => planExperiment(request({ shares: [0.5, 0.6] }))).toThrow(RangeError);
    expect(() => planExperiment(request({ alpha: 0 }))).toThrow(RangeError);
    expect(() => planExperiment(request({ metrics: [] }))).toThrow(RangeError);
    for (const spread of [{ standardDeviation: 0 }, { rate: 0, change: 1 }, { rate: 1, change: 1 }] as const)
      expect(() => planExperiment(request({ metrics: [{ ...request().metrics[0]!, spread }] }))).toThrow(
        RangeError,
      );
  });
});

describe('a plan, whatever is asked,', () => {
  const spread: fc.Arbitrary<Spread> = fc.oneof(
    fc.double({ min: 0.01, max: 2, noNaN: true }).map((standardDeviation) => ({ standardDeviation })),
    fc.record({
      rate: fc.double({ min: 0.005, max: 0.995, noNaN: true }),
      change: fc.constantFrom(1 as const, -1 as const),
    }),
  );
  const size = fc.double({ min: 0.002, max: 0.9, noNaN: true });
  const shares = fc
    .array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 2, maxLength: 5 })
    .map((parts) => parts.map((part) => part / parts.reduce((sum, each) => sum + each, 0)));
  const plans = fc
    .record({
      shares,
      mode: fc.constantFrom('hybrid' as const, 'planned' as const, 'anytime' as const),
      futility: fc.boolean(),
      alpha: fc.double({ min: 0.001, max: 0.1, noNaN: true }),
      power: fc.double({ min: 0.5, max: 0.97, noNaN: true }),
      unitsPerDay: fc.double({ min: 0.1, max: 10_000, noNaN: true }),
      first: fc.record({ spread, effect: size }),
      further: fc.array(
        fc.record({
          spread: fc.option(spread),
          effect: size,
          role: fc.constantFrom('success' as const, 'guardrail' as const),
        }),
        { maxLength: 3 },
      ),
    })
    .map(({ first, further, ...changes }) =>
      request({
        ...changes,
        metrics: [
          { name: 'first', role: 'success', weight: 0.8, ...first },
          ...further.map((metric, i) => ({ name: String(i), weight: 0.05, ...metric })),
        ],
      }),
    );
  const less = fc.double({ min: 0.2, max: 1, noNaN: true });
  const units = (plan: PlanRequest) => planExperiment(plan).totalUnits;

  it('asks for no fewer units when any effect or margin is smaller', () => {
    fc.assert(
      fc.property(plans, fc.nat(3), less, (plan, which, factor) => {
        const metrics = plan.metrics.map((metric, i) =>
          i === which % plan.metrics.length ? { ...metric, effect: metric.effect! * factor } : metric,
        );
        expect(units({ ...plan, metrics })).toBeGreaterThanOrEqual(units(plan));
      }),
    );
  });

  it('asks for no fewer units when alpha is smaller, and no more when less power is asked for', () => {
    fc.assert(
      fc.property(plans, less, (plan, factor) => {
        expect(units({ ...plan, alpha: plan.alpha * factor })).toBeGreaterThanOrEqual(units(plan));
        expect(units({ ...plan, power: Math.max(0.5, plan.power * factor) })).toBeLessThanOrEqual(
          units(plan),
        );
      }),
    );
  });

  it('takes fewer days with more traffic, the same units, and finds more', () => {
    fc.assert(
      fc.property(plans, less, (plan, factor) => {
        const [fast, slow] = [
          planExperiment(plan),
          planExperiment({ ...plan, unitsPerDay: plan.unitsPerDay * factor }),
        ];
        expect(slow.totalUnits).toBe(fast.totalUnits);
        expect(slow.days!).toBeGreaterThanOrEqual(fast.days!);
        expect(slow.metrics[0]!.reachableEffect ?? Infinity).toBeGreaterThanOrEqual(
          fast.metrics[0]!.reachableEffect ?? Infinity,
        );
      }),
    );
  });

  it('divides its units as the shares say', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { unitsByVariant, totalUnits, horizonUnits } = planExperiment(plan);
        expect(unitsByVariant.reduce((sum, count) => sum + count, 0)).toBe(totalUnits);
        unitsByVariant.forEach((count, i) =>
          expect(Math.abs(count - totalUnits * plan.shares[i]!)).toBeLessThanOrEqual(plan.shares.length),
        );
        // Every pair is at its horizon by then.
        for (const count of unitsByVariant.slice(1))
          expect(unitsByVariant[0]! + count).toBeGreaterThanOrEqual(horizonUnits);
      }),
    );
  });

  it('has the effect that its units find', () => {
    fc.assert(
      fc.property(spread, size, fc.constantFrom(1 as const, 2 as const), (each, effect, sides) => {
        const sample = { alpha: 0.05, sides, power: 0.8, spread: each, propensity: 0.3 };
        expect(detectableEffect(sample, fixedSampleUnits(sample, effect)) / effect).toBeCloseTo(1, 9);
      }),
    );
  });
});
