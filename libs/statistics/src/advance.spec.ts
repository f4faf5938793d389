import fc from 'fast-check';
import { advance } from './advance';
import { countAssignment } from './count-assignment';
import { type ExperimentSettings } from './experiment-settings';
import { initialState } from './initial-state';
import { type StatisticsState } from './statistics-state';
import { exampleGuardrail, exampleMetric, exampleSettings, HOUR } from './testing/example-settings';
import { uniforms } from './testing/random';
import { unitOf } from './testing/units';
import { type Unit } from './unit';

const mixed = exampleSettings({
  variants: [
    { name: 'control', share: 0.4 },
    { name: 'bolder', share: 0.3 },
    { name: 'calmer', share: 0.3 },
  ],
  metrics: [
    exampleMetric({ weight: 0.7, missing: 'exclude' }),
    exampleMetric({ name: 'user_actioned', kind: 'binary', weight: 0.3, range: null, missing: 0 }),
    exampleGuardrail({ missing: 'exclude' }),
    exampleGuardrail({ name: 'errors', kind: 'binary', scale: 'linear', floor: null, margin: 0.05 }),
  ],
  minimumUnits: 5,
  horizonUnits: 60,
  plannedUnits: 50,
});

const value = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(-0), fc.constant(1));
const someUnits = fc.array(
  fc.record({
    variant: fc.constantFrom(0, 1, 2),
    propensities: fc.constantFrom([0.4, 0.3, 0.3], [0.2, 0.15, 0.15], [0.4, 0.4, 0.2]),
    values: fc.tuple(
      fc.option(value),
      fc.option(fc.constantFrom(0, 1)),
      fc.option(fc.double({ min: -5, max: 1e9, noNaN: true })),
      fc.constantFrom(0, 1),
    ),
    at: fc.integer({ min: 0, max: 90 * HOUR }),
  }),
  { maxLength: 120 },
);

const runOf = (settings: ExperimentSettings, units: readonly Unit[]) =>
  units.reduce((state, unit) => advance(state, settings, unit), initialState(settings));
const roundTrip = (state: StatisticsState): StatisticsState =>
  JSON.parse(JSON.stringify(state)) as StatisticsState;

/** An effect of the size worth finding, or none. */
function traffic(seed: number, count: number, effect: number): Unit[] {
  const uniform = uniforms(seed);
  return Array.from({ length: count }, (_, index) => {
    const variant = uniform() < 0.5 ? 0 : 1;
    return unitOf(variant, [Math.min(1, 0.3 + 0.4 * uniform() + effect * variant)], index);
  });
}

describe('advance', () => {
  it('survives JSON bit for bit at any point, and a batch split or a restart changes nothing', () => {
    fc.assert(
      fc.property(someUnits, fc.nat(), (units, cut) => {
        const whole = runOf(mixed, units);
        expect(Object.is(JSON.stringify(roundTrip(whole)), JSON.stringify(whole))).toBe(true);
        expect(roundTrip(whole)).toStrictEqual(whole);
        const at = units.length === 0 ? 0 : cut % units.length;
        const resumed = units
          .slice(at)
          .reduce(
            (state, unit) => advance(state, structuredClone(mixed), unit),
            roundTrip(runOf(mixed, units.slice(0, at))),
          );
        expect(resumed).toStrictEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it('needs less than 600 bytes a comparison while it runs, and less than 1000 with its horizon and crossings', () => {
    const running = runOf(exampleSettings({ horizonUnits: 1e6 }), traffic(3, 400, 0));
    expect(JSON.stringify(running.metrics[0]!.comparisons).length).toBeLessThan(600);
    const [decided] = runOf(exampleSettings(), traffic(3, 400, 0.1)).metrics[0]!.comparisons;
    expect(decided).toMatchObject({
      planned: { direction: 1 },
      exact: { direction: 1 },
      frozen: { reason: 'horizon' },
    });
    expect(JSON.stringify(decided).length).toBeLessThan(1000);
  });

  it('swaps the sides of the evidence when control and variant swap', () => {
    const units = traffic(5, 150, 0.05);
    const swapped = units.map((unit) => ({ ...unit, variant: 1 - unit.variant }));
    const [one, other] = [units, swapped].map(
      (all) => runOf(exampleSettings(), all).metrics[0]!.comparisons[0]!,
    );
    expect(other!.peak).toBeCloseTo(-one!.peak, 9);
    other!.betting!.up.forEach((log, k) => expect(log).toBeCloseTo(one!.betting!.down[k]!, 9));
    expect(other!.betting!.peak).toBeCloseTo(one!.betting!.peak, 9);
  });

  it('mirrors a metric where less is better', () => {
    const units = traffic(6, 220, 0.12);
    const mirroredUnits = units.map((unit) => ({ ...unit, values: unit.values.map((x) => 1 - x!) }));
    const less = exampleSettings({ metrics: [exampleMetric({ direction: 'decrease' })] });
    const one = runOf(exampleSettings(), units).metrics[0]!.comparisons[0]!;
    const other = runOf(less, mirroredUnits).metrics[0]!.comparisons[0]!;
    expect(one.planned!.direction).toBe(1);
    expect(other.planned).toMatchObject({ seq: one.planned!.seq, direction: 1 });
    expect(other.exact).toMatchObject({ seq: one.exact!.seq, direction: 1 });
  });

  it('keeps the first crossing, however the data go on', () => {
    const units = traffic(3, 120, 0.15);
    const state = runOf(exampleSettings({ horizonUnits: 2000 }), units);
    const before = structuredClone(state.metrics[0]!.comparisons[0]!);
    expect(before.planned).not.toBeNull();
    for (const unit of traffic(9, 400, -0.1)) advance(state, exampleSettings({ horizonUnits: 2000 }), unit);
    const after = state.metrics[0]!.comparisons[0]!;
    expect(after.planned).toEqual(before.planned);
    expect(after.exact?.seq ?? 0).toBe(before.exact?.seq ?? after.exact?.seq ?? 0);
  });

  it('uses no more than the horizon for the planned boundary, and everything for the exact test', () => {
    const state = runOf(exampleSettings(), traffic(11, 600, 0));
    const { frozen, betting } = state.metrics[0]!.comparisons[0]!;
    expect(frozen!.reason).toBe('horizon');
    const { control, variant } = frozen!;
    const units = (4 * control.count * variant.count) / (control.count + variant.count);
    expect(units).toBeGreaterThanOrEqual(240);
    expect(units).toBeLessThan(243);
    expect(betting!.count).toBe(600);
  });

  it('ends the large-sample test, not the exact one, when the split changes', () => {
    const units = traffic(12, 100, 0).map((unit, index) =>
      index < 60 ? unit : { ...unit, propensities: [0.8, 0.2] },
    );
    const { frozen, betting } = runOf(exampleSettings(), units).metrics[0]!.comparisons[0]!;
    expect(frozen).toMatchObject({ reason: 'split_changed', seq: 61 });
    expect(frozen!.control.count + frozen!.variant.count).toBe(60);
    expect(betting!.count).toBe(100);
  });

  it('is not disturbed when only the share of traffic grows', () => {
    const units = traffic(12, 100, 0).map((unit, index) =>
      index < 60 ? { ...unit, propensities: [0.05, 0.05] } : unit,
    );
    expect(runOf(exampleSettings(), units).metrics[0]!.comparisons[0]!.frozen).toBeNull();
  });

  it('counts a unit due after the maximum runtime as late and nothing else', () => {
    const settings = exampleSettings();
    const state = runOf(settings, traffic(1, 10, 0));
    const before = structuredClone(state);
    advance(state, settings, { ...unitOf(0, [0.5]), at: settings.maximumRuntimeMs });
    expect(state).toStrictEqual({ ...before, late: 1 });
  });

  it('refuses a unit that does not fit before it changes anything', () => {
    const settings = exampleSettings();
    const state = runOf(settings, traffic(1, 10, 0));
    const before = structuredClone(state);
    const wrong: Unit[] = [
      unitOf(2, [0.5]),
      unitOf(0.5, [0.5]),
      unitOf(0, []),
      unitOf(0, [NaN]),
      unitOf(0, [Infinity]),
      unitOf(0, [0.5], 0, [1]),
      unitOf(1, [0.5], 0, [1, 0]),
      unitOf(0, [0.5], NaN),
    ];
    for (const unit of wrong) expect(() => advance(state, settings, unit)).toThrow(RangeError);
    expect(() => countAssignment(state, settings, 1, [1, 0])).toThrow(RangeError);
    expect(state).toStrictEqual(before);
  });

  it('alarms when the variants miss outcomes at different rates, and not when they do equally', () => {
    const settings = exampleSettings({
      metrics: [exampleMetric({ missing: 'exclude' })],
      horizonUnits: 5000,
    });
    const uniform = uniforms(2);
    const run = (rates: readonly [number, number]) =>
      runOf(
        settings,
        Array.from({ length: 600 }, (_, index) => {
          const variant = index % 2;
          return unitOf(variant, [uniform() < rates[variant]! ? null : 0.5], index);
        }),
      ).metrics[0]!.missing!.alarmed;
    expect(run([0.05, 0.3])).not.toBeNull();
    expect(run([0.3, 0.3])).toBeNull();
    expect(run([0.9, 0.6])).not.toBeNull();
  });

  it('alarms on differential attrition at settlement', () => {
    const settings = exampleSettings();
    const state = initialState(settings);
    for (let i = 0; i < 2000; i++) {
      countAssignment(state, settings, i % 2, [0.5, 0.5]);
      if (i % 2 === 0 || i % 3 !== 0) advance(state, settings, unitOf(i % 2, [0.5], i));
    }
    expect(state.assignment.alarmed).toBeNull();
    expect(state.settlement.alarmed).not.toBeNull();
  });
});
