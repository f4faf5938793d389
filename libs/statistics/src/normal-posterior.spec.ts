import { normalPosterior } from './normal-posterior';

describe('normalPosterior', () => {
  it("gives GrowthBook's published expected losses without a prior", () => {
    const { ship, keep } = normalPosterior(0.1, 0.05 ** 2, Infinity);
    expect(ship).toBeCloseTo(0.0004245351308, 12);
    expect(keep).toBeCloseTo(0.1004245351308, 12);
  });

  it('shrinks towards no effect, half way when the prior knows as much as the data', () => {
    const { mean, deviation, interval } = normalPosterior(0.1, 0.01, 0.1);
    expect(mean).toBeCloseTo(0.05, 12);
    expect(deviation).toBeCloseTo(Math.sqrt(0.005), 12);
    expect((interval[0] + interval[1]) / 2).toBeCloseTo(mean, 12);
  });

  it('stays finite in extremes', () => {
    expect(normalPosterior(1, 1e-9, Infinity)).toMatchObject({ chanceToWin: 1, ship: 0, keep: 1 });
    expect(normalPosterior(-1, 1e-9, Infinity)).toMatchObject({ ship: 1, keep: 0 });
  });
});
