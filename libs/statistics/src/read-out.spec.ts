import fc from 'fast-check';
import { advance } from './advance';
import { decide } from './decide';
import { decisionRecord } from './decision-record';
import { initialState } from './initial-state';
import { plannedConstant } from './planned-constant';
import { readOut } from './read-out';
import { tToZ } from './t-to-z';
import { exampleGuardrail, exampleMetric, exampleSettings, HOUR } from './testing/example-settings';
import { uniforms } from './testing/random';
import { unitOf } from './testing/units';

const settings = exampleSettings({
  metrics: [
    exampleMetric({ weight: 0.6, missing: 'exclude' }),
    exampleMetric({ name: 'user_actioned', kind: 'binary', range: null, weight: 0.4 }),
    exampleGuardrail(),
  ],
  futility: false,
});

function stateAfter(count: number, effect = 0.1, mode: 'hybrid' | 'anytime' = 'hybrid') {
  const own = { ...settings, mode };
  const uniform = uniforms(count);
  const state = initialState(own);
  for (let i = 0; i < count; i++) {
    const variant = uniform() < 0.5 ? 0 : 1;
    const quality = uniform() < 0.05 ? null : 0.5 * uniform() + effect * variant;
    const values = [quality, uniform() < 0.3 + effect * variant ? 1 : 0, 500 + 1000 * uniform()];
    advance(state, own, unitOf(variant, values, i));
  }
  return { state, settings: own };
}

describe('readOut', () => {
  it('is plain JSON without NaN at any size, from no units at all', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 2, 3, 10, 60, 300),
        fc.constantFrom('hybrid', 'anytime'),
        (count, mode) => {
          const { state, settings: own } = stateAfter(count, 0.1, mode);
          for (const value of [readOut(state, own), decisionRecord(state, own, decide(state, own, HOUR))]) {
            expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
          }
        },
      ),
    );
  });

  it('tells how the variants do', () => {
    const { state } = stateAfter(200, 0.2);
    const results = readOut(state, settings);
    const [quality, actioned, latency] = results.metrics;
    const comparison = quality!.comparisons[0]!;
    expect(results.units).toBe(200);
    expect(comparison.frozen).toBeNull();
    expect(results.progress).toBeGreaterThan(0.7);
    expect(quality!.variants[0]!.missingShare).toBeGreaterThan(0);
    expect(comparison.difference).toBeCloseTo(quality!.variants[1]!.mean! - quality!.variants[0]!.mean!, 12);
    expect(comparison.interval![0]).toBeGreaterThan(0);
    expect(comparison.interval![1]).toBeGreaterThan(comparison.difference!);
    expect(comparison.sequentialP).toBeLessThan(0.05);
    expect(comparison.anytimeP).toBeLessThan(0.05);
    expect(comparison.evidence).toBeGreaterThan(20);
    expect(comparison.chanceToWin).toBeGreaterThan(0.99);
    expect(comparison.expectedLoss!.keep).toBeGreaterThan(comparison.expectedLoss!.ship);
    expect(comparison.medianUnbiased).toBeLessThan(comparison.significant!.effect);
    expect(comparison.medianUnbiased).toBeGreaterThan(0);
    for (const { variants, comparisons } of results.metrics) {
      expect(variants[1]!.chanceToBeBest).toBe(comparisons[0]!.chanceToWin);
      expect(variants[0]!.chanceToBeBest).toBe(1 - comparisons[0]!.chanceToWin!);
    }
    expect(actioned!.comparisons[0]!.chanceToWin).toBeGreaterThan(0.9);
    expect(latency!.variants[0]!.displayMean).toBeGreaterThan(500);
    expect(latency!.missingEvidence).toBeNull();
  });

  it('leaves the chances to be best out on request, and nothing else', () => {
    const { state } = stateAfter(200);
    const [all, short] = [readOut(state, settings), readOut(state, settings, { best: false })];
    const without = {
      ...all,
      metrics: all.metrics.map((metric) => ({
        ...metric,
        variants: metric.variants.map((variant) => ({ ...variant, chanceToBeBest: null })),
      })),
    };
    expect(all.metrics[0]!.variants[0]!.chanceToBeBest).not.toBeNull();
    expect(short).toEqual(without);
  });

  it('shows a difference of the same moment as its interval, also after the horizon', () => {
    const { state } = stateAfter(300, 0.05);
    const own = state.metrics[0]!;
    const frozen = own.comparisons[0]!.frozen!;
    // What comes later moves the means, and must not move one of the two only.
    for (let i = 0; i < 400; i++) advance(state, settings, unitOf(i % 2, [i % 2, 0, 500], 300 + i));
    const { variants, comparisons } = readOut(state, settings).metrics[0]!;
    const { difference, interval, frozen: shown } = comparisons[0]!;
    expect(shown).toMatchObject({ reason: 'horizon', units: frozen.seq });
    expect([shown!.control.count, shown!.variant.count]).toEqual([
      frozen.control.count,
      frozen.variant.count,
    ]);
    expect(shown!.variant.mean! - shown!.control.mean!).toBe(difference);
    expect(variants[0]!.count).toBeGreaterThan(shown!.control.count);
    expect(difference).toBe(frozen.variant.mean - frozen.control.mean);
    expect(difference).toBeGreaterThan(interval![0]);
    expect(difference).toBeLessThan(interval![1]);
    expect(own.moments[1]!.mean - own.moments[0]!.mean).toBeGreaterThan(interval![1]);
  });

  it('has an interval that excludes 0 exactly when the boundary is reached at that look', () => {
    for (const effect of [0, 0.05, 0.08, 0.12]) {
      for (const count of [80, 120, 160, 200]) {
        const { state } = stateAfter(count, effect);
        const metric = readOut(state, settings).metrics[0]!.comparisons[0]!;
        const record = decisionRecord(state, settings, decide(state, settings, 0)).comparisons[0]!;
        const reached = Math.abs(record.z!) * record.t ** 0.25 >= record.constant!;
        expect(metric.interval![0] > 0 || metric.interval![1] < 0).toBe(reached);
      }
    }
  });
});

describe('decisionRecord', () => {
  it('holds everything to recompute the decision from', () => {
    const { state } = stateAfter(200, 0.2);
    const decision = decide(state, settings, HOUR);
    const record = decisionRecord(state, settings, decision);
    expect(record).toMatchObject({ lastSeq: 200, decision, alpha: { mode: 'hybrid', total: 0.05 } });
    expect(record.alpha.planned + record.alpha.exact).toBeCloseTo(0.05, 15);
    const { control, compared, constant, alpha, z, t, propensity, crossings } = record.comparisons[0]!;
    // By hand, from the recorded moments.
    const [n0, n1] = [control.count, compared.count];
    const [e0, e1] = [control.squares / (n0 - 1) / n0, compared.squares / (n1 - 1) / n1];
    const difference = compared.mean - control.mean;
    const both = control.squares + compared.squares;
    const variance = Math.max(e0 + e1, (both / (n0 + n1 - 2)) * (1 / n0 + 1 / n1));
    const degrees = (e0 + e1) ** 2 / (e0 ** 2 / (n0 - 1) + e1 ** 2 / (n1 - 1));
    expect(z).toBeCloseTo(tToZ(difference / Math.sqrt(variance), degrees), 12);
    expect(t).toBeCloseTo((n0 * n1) / (n0 + n1) / (propensity! * (1 - propensity!)) / 240, 12);
    expect(alpha).toBeCloseTo(0.05 * 0.8 * 0.6, 15);
    expect(constant).toBe(plannedConstant(alpha));
    expect(crossings.planned!.statistic).toBeGreaterThanOrEqual(crossings.planned!.threshold);
  });
});
