import betaln from '@stdlib/math-base-special-betaln';
import {
  advanceSampleRatio,
  emptySampleRatio,
  noteSampleRatio,
  SAMPLE_RATIO_CONCENTRATIONS,
  sampleRatioLogEvidence,
} from './advance-sample-ratio';
import { uniforms } from './testing/random';

const counted = (control: number, variant: number, share = 0.5) => {
  const state = emptySampleRatio(2);
  // In any order: the evidence depends on the counts only, as long as the shares stay.
  const uniform = uniforms(4);
  let left = [control, variant];
  while (left[0]! + left[1]! > 0) {
    const index = uniform() < left[0]! / (left[0]! + left[1]!) ? 0 : 1;
    advanceSampleRatio(state, index, [1 - share, share]);
    left = left.map((count, at) => (at === index ? count - 1 : count));
  }
  return state;
};

describe('advanceSampleRatio', () => {
  it.each([
    [500, 500, [-1.20122032, -0.34669859, -0.04765736], -0.42500186],
    [500, 600, [2.93024397, 2.01188884, 0.39831464], 2.22278187],
    [5200, 4800, [5.61361341, 6.07581765, 3.65388067], 5.51874052],
  ])('gives the published evidence for %d and %d units', (control, variant, logs, mixture) => {
    const state = counted(control, variant);
    state.logs.forEach((log, k) => expect(log).toBeCloseTo(logs[k]!, 8));
    expect(sampleRatioLogEvidence(state)).toBeCloseTo(mixture, 8);
  });

  it('equals the Dirichlet-multinomial likelihood ratio of the counts, also at uneven shares', () => {
    for (const [control, variant, share] of [
      [300, 120, 0.25],
      [40, 260, 0.9],
    ] as const) {
      const state = counted(control, variant, share);
      SAMPLE_RATIO_CONCENTRATIONS.forEach((kappa, k) => {
        const expected =
          betaln(kappa * (1 - share) + control, kappa * share + variant) -
          betaln(kappa * (1 - share), kappa * share) -
          control * Math.log(1 - share) -
          variant * Math.log(share);
        expect(state.logs[k]).toBeCloseTo(expected, 8);
      });
    }
  });

  it("gives Optimizely's published log evidence with its flat prior", () => {
    // Dirichlet(1, 1, 1) is concentration 3 around equal shares; the declared shares come in afterwards.
    const declared = [0.4, 0.4, 0.2];
    const flat = (units: readonly number[]) => {
      const state = emptySampleRatio(3);
      units.forEach((variant) => advanceSampleRatio(state, variant, [1, 1, 1], [3]));
      const likelihood = units.reduce((sum, variant) => sum + Math.log(declared[variant]!), 0);
      const model = state.logs[0]! - units.length * Math.log(3);
      return { model, evidence: model - likelihood };
    };
    expect(flat([0]).model).toBeCloseTo(-1.0986122887, 9);
    expect(flat([0, 1, 0, 1, 2]).model).toBeCloseTo(-6.4457198194, 9);
    expect(flat([0, 1, 0, 1, 2]).evidence).toBeCloseTo(-1.1711189794, 9);
    const totals = [20 + 18 + 4 + 18, 17 + 21 + 6 + 19, 9 + 8 + 4 + 11];
    const units = totals.flatMap((count, variant) => Array<number>(count).fill(variant));
    expect(flat(units).evidence).toBeCloseTo(-4.1838139824, 9);
  });

  it('is a fair game whatever the shares: the mean factor over the declared assignment is 1', () => {
    const state = counted(30, 50);
    const shares = [0.7, 0.3];
    const factors = shares.map((_, variant) => {
      const next = structuredClone(state);
      advanceSampleRatio(next, variant, shares);
      return next.logs.map((log, k) => Math.exp(log - state.logs[k]!));
    });
    for (const k of [0, 1, 2]) {
      expect(0.7 * factors[0]![k]! + 0.3 * factors[1]![k]!).toBeCloseTo(1, 12);
    }
  });

  it('keeps the first warning and alarm, and takes shares up to a common factor', () => {
    const state = emptySampleRatio(3);
    const proportional = emptySampleRatio(3);
    for (let i = 0; i < 400; i++) {
      advanceSampleRatio(state, i % 2, [0.2, 0.4, 0.4]);
      noteSampleRatio(state, Math.log(1000));
      advanceSampleRatio(proportional, i % 2, [0.1, 0.2, 0.2]);
    }
    expect(state.warned).not.toBeNull();
    expect(state.alarmed).toBeGreaterThan(state.warned!);
    state.logs.forEach((log, k) => expect(proportional.logs[k]).toBeCloseTo(log, 9));
  });

  it('refuses a variant that was not being assigned', () => {
    expect(() => advanceSampleRatio(emptySampleRatio(2), 1, [1, 0])).toThrow(RangeError);
  });
});
