import { advance } from './advance';
import { type MetricDesign } from './experiment-settings';
import { initialState } from './initial-state';
import { planExperiment, type PlannedMetric } from './plan-experiment';
import { exampleGuardrail, exampleMetric, exampleSettings } from './testing/example-settings';
import { uniforms } from './testing/random';

/** The part of a conversation's calls that failed, or a score, as a guardrail. */
const boundedGuardrail = (changes: Partial<MetricDesign>): MetricDesign =>
  exampleGuardrail({
    kind: 'bounded',
    range: [0, 1],
    scale: 'linear',
    floor: null,
    margin: 0.02,
    ...changes,
  });

/** The unit of a pair at which the guardrail was cleared, and by which test; null when it was not. */
function clearance(
  guardrail: MetricDesign,
  units: number,
  valueOf: (variant: number, unit: number) => number,
): { readonly seq: number; readonly method: string } | null {
  const settings = exampleSettings({ metrics: [exampleMetric(), guardrail], horizonUnits: units });
  const state = initialState(settings);
  const comparison = state.metrics[1]!.comparisons[0]!;
  for (let i = 0; i < units && comparison.nonInferior === null; i++) {
    const variant = i % 2;
    advance(state, settings, {
      variant,
      propensities: [0.5, 0.5],
      values: [0.5, valueOf(variant, i)],
      at: 0,
    });
  }
  return comparison.nonInferior;
}

describe('harm that has not been seen yet', () => {
  it('is not ruled out by the large-sample test: an error that never happened is cleared by the exact one', () => {
    const cleared = clearance(boundedGuardrail({}), 1_000, () => 0);
    expect(cleared?.method).toBe('exact');
    expect(cleared?.seq).toBeGreaterThan(400);
  });

  it('is as likely to be missed in parts of calls as in a rate, and no likelier than said', () => {
    const next = uniforms(11);
    const replications = 400;
    let cleared = 0;
    for (let i = 0; i < replications; i++) {
      const failed = (variant: number) => (variant === 1 && next() < 0.02 ? 1 : 0);
      if (clearance(boundedGuardrail({}), 600, failed) !== null) cleared++;
    }
    // 5 % of 400, and three standard errors. A t-test against the margin clears 273.
    expect(cleared).toBeLessThanOrEqual(33);
  });

  it('may be rare nonsense among scores that hardly vary', () => {
    const next = uniforms(12);
    const replications = 300;
    let cleared = 0;
    for (let i = 0; i < replications; i++) {
      // Every sixteenth answer is nonsense: 0.058 worse in the mean, the margin is 0.055.
      const score = (variant: number) => (variant === 1 && next() < 1 / 16 ? 0 : 0.92 + 0.02 * next());
      const quality = boundedGuardrail({ name: 'quality', direction: 'increase', margin: 0.055 });
      if (clearance(quality, 400, score) !== null) cleared++;
    }
    // A t-test clears 91.
    expect(cleared).toBeLessThanOrEqual(26);
  });

  it('does not keep an ordinary score from being cleared', () => {
    const next = uniforms(13);
    const quality = boundedGuardrail({ name: 'quality', direction: 'increase', margin: 0.05 });
    const cleared = clearance(quality, 600, () => 0.85 + 0.15 * next());
    expect(cleared?.seq).toBeLessThan(300);
  });

  it('is not ruled out where an unbounded value never varied', () => {
    const retries = exampleGuardrail({ name: 'retries', scale: 'linear', floor: null, margin: 1 });
    expect(clearance(retries, 240, () => 3)).toBeNull();
    expect(clearance(retries, 240, (_variant, i) => 3 + (i % 3))).not.toBeNull();
  });

  it('is told of by a plan, as the exact test finds it', () => {
    const planned = (width: number | null, shares = [0.5, 0.5]) => {
      const success: PlannedMetric = {
        name: 'insight_quality',
        role: 'success',
        weight: 1,
        spread: { standardDeviation: 0.2 },
        effect: 0.15,
      };
      const errors: PlannedMetric = {
        ...success,
        name: 'error',
        role: 'guardrail',
        spread: null,
        effect: 0.02,
        width,
      };
      const { plannedPart, guardrailAlpha, mode, alpha } = exampleSettings();
      return planExperiment({
        ...{ metrics: [success, errors], shares, mode, alpha, guardrailAlpha, plannedPart, minimumUnits: 30 },
        ...{ power: 0.8, futility: true, unitsPerDay: 100, maximumRuntimeDays: 60, maximumUnits: null },
      });
    };
    // What the test itself takes for errors that never happen: 544 units of the pair, 2,583 at 10/90.
    const shown = (width: number | null, shares?: number[]) => {
      const { horizonUnits, metrics } = planned(width, shares);
      return (metrics[1]?.detectableEffect ?? 0) * horizonUnits;
    };
    expect(shown(1) / 0.02).toBeCloseTo(553, 0);
    expect(shown(1, [0.9, 0.1]) / 0.02).toBeCloseTo(2_763, 0);
    expect(shown(10)).toBeCloseTo(10 * shown(1), 9);
    expect(shown(null)).toBe(0);
    // It goes on after the horizon: no plan gets longer by it.
    expect(planned(1).horizonUnits).toBe(planned(null).horizonUnits);
  });
});
