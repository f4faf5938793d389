import { dailyMean } from './daily-mean';

const sums = (...values: number[]) => ({
  count: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value * value, 0),
});
const SHARE = { kind: 'bounded', minimum: 0, maximum: 1 } as const;
const YES_OR_NO = { kind: 'binary', minimum: 0, maximum: 1 } as const;

describe('dailyMean', () => {
  it('is the mean with its interval', () => {
    // Standard deviation 1, so half of the interval is t of two degrees of freedom / sqrt(3).
    const { mean, low, high } = dailyMean(sums(1, 2, 3));
    expect(mean).toBe(2);
    expect(low).toBeCloseTo(2 - 2.4841, 4);
    expect(high).toBeCloseTo(2 + 2.4841, 4);
  });

  it('has no interval of one value, nor a point of equal ones', () => {
    expect(dailyMean(sums(0.3))).toEqual({ count: 1, mean: 0.3, low: null, high: null });
    for (const range of [SHARE, YES_OR_NO])
      expect(dailyMean(sums(1, 1, 1), range)).toMatchObject({ low: expect.closeTo(0.4385, 4), high: 1 });
    // What is left of the squares of equal values is rounding.
    expect(dailyMean(sums(0.1, 0.1, 0.1), SHARE)).toMatchObject({ high: expect.closeTo(0.6424, 4) });
    const many = dailyMean(sums(...Array<number>(1_000).fill(0.3)), SHARE);
    expect(many).toMatchObject({ low: expect.closeTo(0.2724, 4), high: expect.closeTo(0.3291, 4) });
  });

  it('stays where the metric can be', () => {
    expect(dailyMean(sums(0.01, 0.2, 0.8), SHARE)).toMatchObject({ low: 0, high: 1 });
    expect(dailyMean(sums(0, 0, 1), YES_OR_NO)).toMatchObject({
      low: expect.closeTo(0.0615, 4),
      high: expect.closeTo(0.7923, 4),
    });
  });
});
