import fc from 'fast-check';
import { advance } from './advance';
import { compareMeans } from './compare-means';
import { decide } from './decide';
import { decisionRecord } from './decision-record';
import { initialState } from './initial-state';
import { readOut } from './read-out';
import { exampleGuardrail, exampleMetric, exampleSettings } from './testing/example-settings';
import { unitOf } from './testing/units';

const plain = { kind: 'continuous', range: null, missing: 'exclude' } as const;
const settings = exampleSettings({
  metrics: [
    exampleMetric({ ...plain, weight: 0.4 }),
    exampleMetric({ ...plain, name: 'tiny', weight: 0.3, minimumDetectableEffect: 1e-95 }),
    exampleMetric({ ...plain, name: 'ranged', weight: 0.3, kind: 'bounded', range: [-1e75, 1e75] }),
    exampleGuardrail({ missing: 'exclude', floor: 5e-324 }),
    exampleGuardrail({ ...plain, name: 'plain', scale: 'linear', floor: null }),
  ],
  minimumUnits: 2,
  horizonUnits: 60,
  plannedUnits: 50,
});

const size = fc.constantFrom(0, 5e-324, 1e-200, 1e-160, 1e-90, 1, 3, 1e60, 1e90, 1e100, 1e308);
const value = fc.tuple(size, fc.constantFrom(1, -1)).map(([absolute, sign]) => sign * absolute);
const row = fc.tuple(value, value, value, value, value);

/** Where a number is none. */
function broken(of: unknown, path = ''): string[] {
  if (typeof of === 'number') return Number.isFinite(of) ? [] : [`${path} is ${of}`];
  if (typeof of !== 'object' || of === null) return [];
  return Object.entries(of).flatMap(([key, inner]) => broken(inner, `${path}.${key}`));
}

describe('values of any size', () => {
  it.each(['hybrid', 'planned', 'anytime'] as const)('leave every figure a number in %s', (mode) => {
    const own = { ...settings, mode };
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1), row), { maxLength: 90 }), (units) => {
        const state = initialState(own);
        units.forEach(([variant, values], minute) => {
          advance(state, own, unitOf(variant, values, minute));
          if (minute % 8 > 0) return;
          const decision = decide(state, own, minute);
          expect(broken({ state, decision })).toEqual([]);
        });
        const decision = decide(state, own, 1e6);
        const record = decisionRecord(state, own, decision);
        expect(broken({ state, decision, record, results: readOut(state, own) })).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('are compared as any others: the degrees of freedom do not depend on the unit', () => {
    const at = (unit: number) =>
      compareMeans(
        { count: 30, mean: 0, squares: 20 * unit * unit },
        { count: 40, mean: unit, squares: 90 * unit * unit },
        { binary: false, bounds: null },
      ).degreesOfFreedom;
    for (const unit of [1e-150, 1e-90, 1e75, 1e100]) expect(at(unit)).toBeCloseTo(at(1), 9);
  });

  it('go on while anything that would end the experiment is not a number', () => {
    const own = exampleSettings({ minimumUnits: 2 });
    const state = initialState(own);
    for (let i = 0; i < 100; i++) advance(state, own, unitOf(i % 2, [0.4 + 0.1 * (i % 3)], i));
    state.metrics[0]!.moments.forEach((moments) => (moments.squares = Infinity));
    expect(decide(state, own, 0)).toMatchObject({ verdict: 'running', decisive: false });
    expect(decide(state, own, own.maximumRuntimeMs).verdict).toBe('inconclusive');
  });

  it.each([
    ['a difference of many deviations', (i: number) => 1e-90 * ((i % 7) + (i % 2) * 5), 1e-95],
    ['one absurd value', (i: number) => (i === 3 ? 1e90 : ((i * 7) % 5) / 5 + (i % 2) * 2), 0.1],
  ] as const)('never end an experiment because of no number: %s', (_, valueAt, effect) => {
    const own = exampleSettings({
      metrics: [exampleMetric({ ...plain, minimumDetectableEffect: effect })],
      horizonUnits: 200,
      plannedUnits: 168,
    });
    const state = initialState(own);
    for (let i = 0; i < 120; i++) {
      advance(state, own, unitOf(i % 2, [valueAt(i)], i));
      const decision = decide(state, own, i * 60_000);
      expect(decision.reasons.map(({ message }) => message).join()).not.toContain('NaN');
      if (decision.verdict === 'futile') expect(decision.reasons[0]!.numbers['power']).toBeLessThan(0.1);
    }
    if (effect < 1) expect(broken(decide(state, own, 0))).toEqual([]);
  });
});
