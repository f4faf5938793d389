import { advance } from './advance';
import { advanceSampleRatio, noteSampleRatio } from './advance-sample-ratio';
import { countExcluded } from './count-excluded';
import { decide } from './decide';
import { type Decision } from './decision';
import { type ExperimentSettings } from './experiment-settings';
import { initialState } from './initial-state';
import { exampleGuardrail, exampleMetric, exampleSettings, HOUR } from './testing/example-settings';
import { traffic, untilDecided } from './testing/traffic';

const codes = ({ reasons }: Decision) => reasons.map(({ code }) => code);
const withLatency = (changes: Partial<ExperimentSettings> = {}) =>
  exampleSettings({
    metrics: [exampleMetric(), exampleGuardrail()],
    horizonUnits: 480,
    plannedUnits: 400,
    ...changes,
  });
const LATENCY = Math.log(1000);

describe('decide', () => {
  it('finds a winner and names it, before the horizon', () => {
    const { decision, state } = untilDecided(exampleSettings(), [[0.5, 0.62]], 1);
    expect(decision).toMatchObject({ verdict: 'success', winner: 1, winners: [1] });
    expect(codes(decision)).toContain('significantly_better');
    expect(decision.crossing).toMatchObject({
      metricIndex: 0,
      variantIndex: 1,
      seq: state.units,
      direction: 1,
    });
    expect(decision.method).toBe(decision.crossing!.method);
    expect(decision.reasons[0]!.message).toContain('bolder is significantly better');
  });

  it('stops a loser as harmful', () => {
    const { decision } = untilDecided(exampleSettings(), [[0.6, 0.45]], 2);
    expect(decision).toMatchObject({ verdict: 'harmful', winner: null });
    expect(codes(decision)).toEqual(['significantly_worse']);
  });

  it('stops at a harm alarm of a guardrail, however good the success metric', () => {
    const { decision } = untilDecided(
      withLatency(),
      [
        [0.5, 0.6],
        [LATENCY, LATENCY + 0.4],
      ],
      3,
    );
    expect(decision.verdict).toBe('harmful');
    expect(decision.reasons[0]).toMatchObject({ code: 'harm_alarm', metric: 'latency', variant: 'bolder' });
  });

  it('says so when a harm that is certain is less than the margin', () => {
    const latency = withLatency().metrics[1]!;
    const settings = exampleSettings({ metrics: [exampleMetric(), { ...latency, margin: 0.7 }] });
    const { decision } = untilDecided(
      settings,
      [
        [0.5, 0.5],
        [LATENCY, LATENCY + 0.4],
      ],
      3,
    );
    expect(decision.verdict).toBe('harmful');
    expect(decision.reasons[0]!.message).toContain(
      'though so far by less than the +101 % that were accepted',
    );
  });

  it('gives a null up as futile or finds no meaningful difference, without a winner', () => {
    const verdicts = new Set<string>();
    for (let seed = 10; seed < 20; seed++) {
      const { decision } = untilDecided(exampleSettings(), [[0.5, 0.5]], seed);
      expect(decision.winner).toBeNull();
      verdicts.add(decision.verdict);
    }
    expect([...verdicts]).toContain('futile');
  });

  it('ends at the horizon without futility', () => {
    const settings = exampleSettings({ futility: false });
    const verdicts = [21, 22, 23, 24].map((seed) => untilDecided(settings, [[0.5, 0.5]], seed).decision);
    for (const decision of verdicts) {
      expect(['no_meaningful_difference', 'inconclusive']).toContain(decision.verdict);
      expect(codes(decision)[0]).toBe('horizon_reached');
      if (decision.verdict === 'no_meaningful_difference')
        expect(codes(decision)).toContain('within_minimum_effect');
    }
    expect(verdicts.map(({ verdict }) => verdict)).toContain('no_meaningful_difference');
  });

  it('waits for a guardrail, then succeeds; the crossing stays where it was', () => {
    let waited: Decision | null = null;
    const { decision } = untilDecided(
      withLatency(),
      [
        [0.5, 0.63],
        [LATENCY, LATENCY],
      ],
      4,
      (_, one) => {
        if (one.verdict === 'waiting') waited ??= one;
      },
    );
    expect(waited).not.toBeNull();
    expect(waited!).toMatchObject({ decisive: false, winner: null });
    const block = waited!.reasons.find(({ blocks }) => blocks);
    expect(block).toMatchObject({ code: 'guardrail_open', metric: 'latency', variant: 'bolder' });
    expect(decision).toMatchObject({ verdict: 'success', winner: 1 });
    expect(decision.crossing!.seq).toBe(waited!.crossing!.seq);
    expect(decision.seq).toBeGreaterThan(decision.crossing!.seq);
  });

  it('gives up when a guardrail can no longer be decided', () => {
    // Just inside the margin: neither harm nor its absence can be shown with these units.
    const settings = withLatency({ horizonUnits: 120, plannedUnits: 100 });
    const { decision } = untilDecided(
      settings,
      [
        [0.5, 0.75],
        [LATENCY, LATENCY + 0.09],
      ],
      5,
    );
    expect(decision.verdict).toBe('inconclusive');
    expect(codes(decision)).toEqual(['horizon_reached', 'significantly_better', 'guardrail_undecidable']);
  });

  it('waits for the minimum runtime and units, and lets time decide', () => {
    const settings = exampleSettings({ minimumRuntimeMs: 24 * HOUR, horizonUnits: 2000, plannedUnits: 200 });
    const state = initialState(settings);
    for (const unit of traffic(settings, [[0.3, 0.7]], 6)) {
      advance(state, settings, unit);
      if (state.units === 100) break;
    }
    const waiting = decide(state, settings, HOUR);
    expect(waiting.verdict).toBe('waiting');
    expect(waiting.reasons.find(({ blocks }) => blocks)).toMatchObject({
      code: 'minimum_runtime',
      numbers: { leftMs: 23 * HOUR },
      message: 'The minimum runtime of 24 hours ends in 23 hours.',
    });
    expect(decide(state, settings, 24 * HOUR - 1).verdict).toBe('waiting');
    expect(decide(state, settings, 24 * HOUR).verdict).toBe('success');
    const strict = { ...settings, minimumUnits: 400 };
    expect(codes(decide(state, strict, 24 * HOUR))).toContain('minimum_units');
  });

  it('ends at the maximum runtime, blocked or not', () => {
    const settings = exampleSettings({ maximumRuntimeMs: 30 * 60_000 });
    const state = initialState(settings);
    expect(decide(state, settings, 0).verdict).toBe('running');
    const end = decide(state, settings, 30 * 60_000);
    expect(end).toMatchObject({ verdict: 'inconclusive', decisive: true });
    expect(codes(end)).toEqual(['maximum_runtime']);
  });

  it('neither ships nor completes with a sample-ratio mismatch, but still stops harm', () => {
    const { state } = untilDecided(exampleSettings(), [[0.5, 0.65]], 7);
    for (let i = 0; i < 300; i++) advanceSampleRatio(state.assignment, 0, [0.5, 0.5]);
    noteSampleRatio(state.assignment, Math.log(1000));
    for (const now of [HOUR, 1000 * HOUR]) {
      const decision = decide(state, exampleSettings(), now);
      expect(decision).toMatchObject({ verdict: 'invalid_srm', decisive: false, winner: null });
      expect(codes(decision)).toEqual(['sample_ratio_assignment']);
    }
    const harmed = untilDecided(
      withLatency(),
      [
        [0.5, 0.5],
        [LATENCY, LATENCY + 0.5],
      ],
      8,
    ).state;
    harmed.settlement.warned = harmed.settlement.alarmed = 10;
    expect(codes(decide(harmed, withLatency(), HOUR))).toEqual(['harm_alarm', 'sample_ratio_settlement']);
  });

  it('does not call variants worse on data whose proportions are wrong', () => {
    const { state } = untilDecided(exampleSettings(), [[0.6, 0.45]], 2);
    state.settlement.warned = state.settlement.alarmed = 10;
    const decision = decide(state, exampleSettings(), HOUR);
    expect(decision).toMatchObject({ verdict: 'invalid_srm', decisive: false });
    expect(codes(decision)).toEqual(['sample_ratio_settlement']);
  });

  it('is blocked by mixed exposure and by different rates of missing outcomes', () => {
    const { state } = untilDecided(exampleSettings(), [[0.5, 0.65]], 9);
    countExcluded(state, 'other');
    expect(decide(state, exampleSettings(), HOUR).verdict).toBe('success');
    countExcluded(state, 'mixed');
    const mixed = decide(state, exampleSettings(), HOUR);
    expect(mixed.verdict).toBe('waiting');
    expect(mixed.reasons.find(({ blocks }) => blocks)?.code).toBe('mixed_exposure');
    const settings = exampleSettings({ metrics: [exampleMetric({ missing: 'exclude' })] });
    const missing = untilDecided(settings, [[0.5, 0.65]], 9).state;
    missing.metrics[0]!.missing!.alarmed = 12;
    expect(codes(decide(missing, settings, HOUR))).toContain('missing_outcomes_differ');
  });

  it('decides without a horizon, for bounded and for unbounded metrics', () => {
    const anytime = exampleSettings({ mode: 'anytime' });
    expect(untilDecided(anytime, [[0.5, 0.6]], 14).decision).toMatchObject({
      verdict: 'success',
      method: 'exact',
    });
    const latency = exampleGuardrail({ role: 'success', weight: 1, margin: null });
    const unbounded = exampleSettings({ mode: 'anytime', metrics: [latency] });
    const { decision } = untilDecided(unbounded, [[LATENCY, LATENCY - 0.2]], 15);
    expect(decision).toMatchObject({ verdict: 'success', method: 'large-sample' });
  });

  it('shows that a failure that never happens stayed rare', () => {
    const errors = exampleGuardrail({
      name: 'errors',
      kind: 'binary',
      scale: 'linear',
      floor: null,
      margin: 0.05,
    });
    const settings = exampleSettings({ mode: 'planned', metrics: [exampleMetric(), errors] });
    const { decision } = untilDecided(
      settings,
      [
        [0.5, 0.65],
        [0, 0],
      ],
      16,
    );
    expect(decision.verdict).toBe('success');
  });

  it('says when a changed split ended the large-sample test', () => {
    const settings = exampleSettings({ mode: 'planned' });
    const state = initialState(settings);
    const uneven = settings.variants.map(({ name }, index) => ({ name, share: index === 0 ? 0.9 : 0.1 }));
    for (const [count, variants] of [
      [50, settings.variants],
      [400, uneven],
    ] as const) {
      for (const unit of traffic({ ...settings, variants }, [[0.5, 0.5]], 17)) {
        advance(state, settings, unit);
        if (state.units === count) break;
      }
    }
    const decision = decide(state, settings, HOUR);
    expect(decision.verdict).toBe('running');
    expect(codes(decision)).toEqual(['collecting', 'split_changed']);
  });

  it('depends on its arguments only and changes nothing', () => {
    const { state } = untilDecided(
      withLatency(),
      [
        [0.5, 0.63],
        [LATENCY, LATENCY],
      ],
      4,
    );
    const before = structuredClone(state);
    const again = decide(structuredClone(state), structuredClone(withLatency()), HOUR);
    expect(again).toEqual(decide(state, withLatency(), HOUR));
    expect(state).toStrictEqual(before);
    expect(JSON.parse(JSON.stringify(again))).toStrictEqual(again);
  });
});
