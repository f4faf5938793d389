import { advance } from './advance';
import { compileSettings } from './compile-settings';
import { decide } from './decide';
import { initialState } from './initial-state';
import { exampleGuardrail, exampleMetric, exampleSettings, HOUR } from './testing/example-settings';
import { normals, uniforms } from './testing/random';
import { unitOf } from './testing/units';

const settings = exampleSettings({
  metrics: [exampleMetric(), exampleGuardrail()],
  horizonUnits: 240,
  maximumRuntimeMs: 10_000 * HOUR,
});

/** Latencies whose logarithm has spread 0.3; the variant's is higher by `harm` from a unit on. */
function run(seed: number, count: number, harm: (unit: number) => number) {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  const state = initialState(settings);
  for (let i = 0; i < count && state.metrics[1]!.comparisons[0]!.harm === null; i++) {
    const variant = uniform() < 0.5 ? 0 : 1;
    advance(state, settings, unitOf(variant, [0.5, Math.exp(7 + 0.3 * normal() + variant * harm(i))], i));
  }
  return state;
}

describe('the harm alarm of a guardrail without bounds', () => {
  it('has its whole error divided between the planned boundary and what comes after', () => {
    const { harm } = compileSettings(settings).guardrails[0]!;
    expect(harm.openEndedAlpha! / 2).toBeCloseTo(settings.harmAlpha * (1 - settings.plannedPart), 12);
    const anytime = compileSettings({ ...settings, mode: 'anytime' }).guardrails[0]!;
    expect(anytime.harm).toMatchObject({ constant: null, openEndedAlpha: 2 * settings.harmAlpha });
  });

  it('stays on after the horizon', () => {
    const state = run(1, 3000, (unit) => (unit < 300 ? 0 : 0.3));
    const { frozen, harm } = state.metrics[1]!.comparisons[0]!;
    expect(frozen!.reason).toBe('horizon');
    expect(harm).toMatchObject({ method: 'large-sample', direction: -1, t: 1 });
    expect(harm!.seq).toBeGreaterThan(frozen!.seq);
    expect(harm!.statistic).toBeGreaterThanOrEqual(harm!.threshold);
    expect(decide(state, settings, 0)).toMatchObject({ verdict: 'harmful', decisive: true });
  });

  it('alarms falsely in at most 1 % of experiments, however long they go on', () => {
    const runs = 1000;
    let alarms = 0;
    for (let seed = 1; seed <= runs; seed++) {
      if (run(seed, 1200, () => 0).metrics[1]!.comparisons[0]!.harm !== null) alarms += 1;
    }
    const limit = 0.01;
    expect(alarms / runs).toBeLessThanOrEqual(limit + 3 * Math.sqrt((limit * (1 - limit)) / runs));
  });
});
