import betaln from '@stdlib/math-base-special-betaln';
import { advanceSampleRatio, emptySampleRatio } from '../advance-sample-ratio';

/** Mersenne Twister with numpy's legacy seeding, uniform in [0, 1) with 53 bits. */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) {
    const last = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = Math.imul(1812433253, last) + i;
  }
  let at = 624;
  const next = () => {
    if (at === 624) {
      for (let i = 0; i < 624; i++) {
        const y = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
        state[i] = state[(i + 397) % 624]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let y = state[at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

describe('methods for counts', () => {
  it("stops where savvi's multinomial example stops", () => {
    const uniform = mersenneTwister(1);
    // numpy's multinomial(1, (.1, .3, .6)): one chance after the other, each by inversion.
    const draw = () => (uniform() > 0.9 ? 0 : uniform() > 1 - 0.3 / 0.9 ? 1 : 2);
    const state = emptySampleRatio(3);
    let units = 0;
    do advanceSampleRatio(state, draw(), [0.1, 0.4, 0.5], [100]);
    while (++units < 1000 && state.logs[0]! < Math.log(20));
    expect(units).toBe(402);
    expect(Math.exp(-state.logs[0]!)).toBeCloseTo(0.04845591105969517, 10);
  });

  it("gives the likelihoods of Optimizely's tests after every unit", () => {
    const declared = [0.4, 0.4, 0.2];
    const state = emptySampleRatio(3);
    let plain = 0;
    const printed = [-1.0986122887, -2.4849066498, -3.4011973817, -4.4998096703, -6.4457198194];
    [0, 1, 0, 1, 2].forEach((variant, i) => {
      advanceSampleRatio(state, variant, [1, 1, 1], [3]);
      plain += Math.log(declared[variant]!);
      expect(state.logs[0]! - (i + 1) * Math.log(3)).toBeCloseTo(printed[i]!, 9);
      if (i === 0) expect(plain).toBeCloseTo(-0.9162907319, 9);
    });
    expect(plain).toBeCloseTo(-5.2746008399, 9);
  });

  it("gives the likelihoods of Optimizely's batches", () => {
    // ln of n! / (x! y! z!): Gamma only ever in pairs, as betaln has it.
    const choose = (n: number, k: number) => -Math.log(n + 1) - betaln(n - k + 1, k + 1);
    const dirichlet = ([a, b, c]: readonly number[]) => betaln(a!, b!) + betaln(a! + b!, c!);
    const batches = [
      [20, 17, 9],
      [18, 21, 8],
      [4, 6, 4],
      [18, 19, 11],
    ];
    let prior = [1, 1, 1];
    let [model, declared] = [0, 0];
    for (const [x, y, z] of batches as [number, number, number][]) {
      const orders = choose(x + y + z, z) + choose(x + y, y);
      const posterior = [prior[0]! + x, prior[1]! + y, prior[2]! + z];
      model += orders + dirichlet(posterior) - dirichlet(prior);
      declared += orders + (x + y) * Math.log(0.4) + z * Math.log(0.2);
      prior = posterior;
    }
    expect(model).toBeCloseTo(-19.9648452109, 9);
    expect(declared).toBeCloseTo(-15.7810312285, 9);
    expect(model - declared).toBeCloseTo(-4.1838139824, 9);
  });

  it("keeps to the inequalities of GrowthBook's tests of the sample ratio, concentration 10,000", () => {
    const logOf = (first: number, second: number) => {
      const state = emptySampleRatio(2);
      for (let i = 0; i < first + second; i++)
        advanceSampleRatio(state, i < first ? 0 : 1, [0.5, 0.5], [10_000]);
      return state.logs[0]!;
    };
    expect(Math.exp(-logOf(500, 500))).toBeGreaterThan(0.05);
    expect(Math.exp(-logOf(100, 900))).toBeLessThan(0.05);
  });

  it('gives the evidence of the 2x2 table test (Turner, Ly & Gruenwald), prior 0.18', () => {
    const [control, variant] = [
      [1, 0, 1, 0, 0, 0, 1],
      [1, 0, 1, 1, 1, 0, 1],
    ] as const;
    let log = 0;
    const [successes, prior] = [[0, 0], 0.18];
    for (let i = 0; i < control.length; i++) {
      // Rates from the pairs before, against their mean.
      const rates = successes.map((count) => (count + prior) / (i + 2 * prior));
      const common = (rates[0]! + rates[1]!) / 2;
      const chance = (value: number, rate: number) => Math.log(value ? rate : 1 - rate);
      [control[i]!, variant[i]!].forEach((value, side) => {
        log += chance(value, rates[side]!) - chance(value, common);
        successes[side]! += value;
      });
    }
    expect(Math.exp(log)).toBeCloseTo(1.0955046198, 9);
  });

  it('gives the evidence of the successes alone (Lindon & Malek), a prior of 50 for each variant', () => {
    const found = betaln(50 + 84, 50 + 121) - betaln(50, 50) - (84 + 121) * Math.log(0.5);
    expect(found).toBeCloseTo(1.6979777194, 9);
    // In the words of the sample ratio, whose concentration is that of all variants together: 100.
    const state = emptySampleRatio(2);
    for (let i = 0; i < 84 + 121; i++) advanceSampleRatio(state, i < 84 ? 0 : 1, [0.5, 0.5], [100]);
    expect(state.logs[0]).toBeCloseTo(1.6979777194, 9);
  });
});
