import type { RangedMetric } from './metric-scale';
import { curveOf, type EffectPlan, effectsAround, planFor } from './plan-curve';

const share = { name: 'user_actioned', margin: 0.02, minimum: 0, maximum: 1 } as RangedMetric;
const plan = (minimumDetectableEffect: number, days: number | null): EffectPlan => ({
  minimumDetectableEffect,
  units: 100,
  unitsByVariant: [50, 50],
  conversationsPerDayNeeded: null,
  days,
  expectedDays: null,
  sizedBy: null,
  coarse: [],
  refusal: null,
});

describe('the effects that a curve is drawn through', () => {
  it('are smaller and larger ones around the chosen one, which is among them as it is', () => {
    const effects = effectsAround(0.0333, share);
    expect(effects).toContain(0.0333);
    expect(effects).toEqual([...effects].sort((a, b) => a - b));
    expect(effects.length).toBeGreaterThan(6);
  });

  it('stay within the metric’s range and begin with its margin', () => {
    expect(Math.max(...effectsAround(0.5, share))).toBeLessThanOrEqual(1);
    expect(effectsAround(null, share)).toContain(0.02);
  });

  it('are none while there is nothing to go by', () => {
    expect(effectsAround(null, { ...share, margin: null, maximum: null })).toEqual([]);
    expect(effectsAround(0.1, undefined)).toEqual([]);
  });
});

it('falls with the days, without what takes longer to find and is larger', () => {
  const plans = [plan(0.01, 40), plan(0.02, 20), plan(0.03, 20), plan(0.04, 5), plan(0.05, null)];
  expect(curveOf(plans, 'days', 100)).toEqual([
    { x: 5, y: 4 },
    { x: 20, y: 2 },
    { x: 40, y: 1 },
  ]);
});

it('finds the plan of the chosen effect', () => {
  expect(planFor([plan(0.01, 1), plan(0.02, 2)], 0.02)?.days).toBe(2);
  expect(planFor([plan(0.01, 1)], null)).toBeNull();
});
