import { observedMetrics, unitValues, type ValueRules } from './unit-values';

const RULES: ValueRules = {
  metrics: ['insight_quality', 'latency'],
  weights: { confidence: 0.3, user_actioned: 0.4, architect_satisfaction: 0.3 },
  missingComponent: 'exclude',
  missingValues: { confidence: null, user_actioned: 0, architect_satisfaction: null },
};
const PARTS = { confidence: 0.5, user_actioned: 1, architect_satisfaction: 0.8 };

describe('the values of a unit', () => {
  it('are in the order of the metrics, with null where nothing was observed', () => {
    expect(unitValues({ ...PARTS, latency: 700 }, RULES)).toEqual([0.3 * 0.5 + 0.4 * 1 + 0.3 * 0.8, 700]);
    expect(unitValues({}, { ...RULES, metrics: ['latency', 'user_actioned'] })).toEqual([null, null]);
  });

  it('have no insight quality without a part, unless its metric or the plan says what it counts as', () => {
    const { user_actioned: _, ...noAction } = PARTS;
    expect(unitValues(noAction, RULES)[0]).toBeCloseTo(0.39, 12);
    const { confidence: __, ...noConfidence } = PARTS;
    expect(unitValues(noConfidence, RULES)[0]).toBeNull();
    expect(unitValues(noConfidence, { ...RULES, missingComponent: 0.5 })[0]).toBeCloseTo(0.79, 12);
  });

  it('do not miss a part that weighs nothing', () => {
    const weights = { confidence: 0, user_actioned: 0.5, architect_satisfaction: 0.5 };
    expect(unitValues({ user_actioned: 1, architect_satisfaction: 1 }, { ...RULES, weights })[0]).toBe(1);
  });

  it('need the parts of what is composed', () => {
    expect(observedMetrics(['insight_quality', 'confidence', 'cost'])).toEqual([
      'confidence',
      'user_actioned',
      'architect_satisfaction',
      'cost',
    ]);
  });
});
