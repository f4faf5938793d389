import { decide } from './decide';
import { type Decision } from './decision';
import { evaluateEvent } from './evaluate-event';
import { type ExperimentSettings } from './experiment-settings';
import { initialState } from './initial-state';
import { type StatisticsState } from './statistics-state';
import { exampleMetric, exampleSettings } from './testing/example-settings';

const WAITS_UNTIL = 1900;
const settingsOf = (changes: Partial<ExperimentSettings> = {}) =>
  exampleSettings({
    horizonUnits: 2000,
    plannedUnits: 1680,
    minimumRuntimeMs: WAITS_UNTIL,
    maximumRuntimeMs: 1e9,
    ...changes,
  });

/** One unit a millisecond, in turns; the variant's effect at each unit. Ends when decided. */
function run(settings: ExperimentSettings, count: number, effect: (unit: number) => number) {
  const state = initialState(settings);
  let decision: Decision = decide(state, settings, 0);
  const verdicts = new Set<string>();
  for (let at = 0; at < count && !decision.decisive; at++) {
    const variant = at % 2;
    const value = [0.3, 0.5, 0.7][Math.floor(at / 2) % 3]! + (variant === 1 ? effect(at) : 0);
    const unit = { variant, values: [value], at, propensities: [0.5, 0.5] };
    decision = evaluateEvent(state, settings, { kind: 'unit', unit });
    verdicts.add(decision.verdict);
  }
  return { state, decision, verdicts };
}

const codes = ({ reasons }: Decision) => reasons.map(({ code }) => code);
const only = (state: StatisticsState) => state.metrics[0]!.comparisons[0]!;

describe.each(['hybrid', 'planned', 'anytime'] as const)('a success that waits in %s', (mode) => {
  it('is not shipped after the boundary on the other side was reached', () => {
    const { state, decision, verdicts } = run(settingsOf({ mode }), 4000, (at) => (at < 120 ? 0.25 : -0.15));
    expect(verdicts).toContain('waiting');
    expect(decision).toMatchObject({ verdict: 'harmful', decisive: true, winner: null });
    expect(codes(decision)).toEqual(['significantly_worse']);
    const { planned, exact, plannedReversal, exactReversal } = only(state);
    expect((planned ?? exact)!.direction).toBe(1);
    expect((plannedReversal ?? exactReversal)!.direction).toBe(-1);
    expect(decision.crossing!.seq).toBe((plannedReversal ?? exactReversal)!.seq);
  });

  it('waits while its estimate has turned, and is shipped when that is over', () => {
    // Back to nothing, a little below, and above again.
    const effect = (at: number) => (at < 120 ? 0.35 : at < 1880 ? -0.03 : 0.1);
    const settings = settingsOf({ mode, horizonUnits: 6000, plannedUnits: 400 });
    const turned = run(settings, WAITS_UNTIL + 1, effect);
    expect(turned.decision).toMatchObject({ verdict: 'waiting', winner: null, winners: [] });
    expect(turned.decision.reasons.find(({ blocks }) => blocks)).toMatchObject({
      code: 'no_longer_better',
      metric: 'insight_quality',
      variant: 'bolder',
      numbers: { difference: expect.any(Number) },
    });
    const { decision, state } = run(settings, 4000, effect);
    expect(decision).toMatchObject({ verdict: 'success', winner: 1 });
    expect(state.units).toBeGreaterThan(WAITS_UNTIL);
    expect(decision.crossing!.seq).toBeLessThan(120);
  });
});

it('ends when what turned can never turn back, because its only test is over', () => {
  const settings = settingsOf({
    mode: 'planned',
    horizonUnits: 1000,
    plannedUnits: 840,
    minimumRuntimeMs: 5000,
  });
  const { decision } = run(settings, 2000, (at) => (at < 120 ? 0.25 : -0.05));
  expect(decision).toMatchObject({ verdict: 'inconclusive', decisive: true, winner: null, seq: 1000 });
  expect(codes(decision)).toEqual(
    expect.arrayContaining(['horizon_reached', 'significantly_better', 'no_longer_better']),
  );
});

it('is still better on another metric', () => {
  const settings = settingsOf({
    mode: 'planned',
    metrics: [exampleMetric({ weight: 0.5 }), exampleMetric({ name: 'clicks', weight: 0.5 })],
  });
  const { state } = run(settingsOf({ mode: 'planned' }), 200, () => 0.25);
  const two = structuredClone(state);
  two.metrics.push(structuredClone(two.metrics[0]!));
  two.metrics[0]!.moments[1]!.mean = two.metrics[0]!.moments[0]!.mean - 0.01;
  const decision = decide(two, settings, WAITS_UNTIL);
  expect(decision).toMatchObject({ verdict: 'success', winner: 1, crossing: { metricIndex: 1 } });
});
