import { dailyMean } from './daily-mean';

const sums = (...values: number[]) => ({
  count: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value * value, 0),
});

describe('dailyMean', () => {
  it('is the mean with its interval', () => {
    // Standard deviation 1, so half of the interval is 1.96 / sqrt(3).
    const { mean, low, high } = dailyMean(sums(1, 2, 3));
    expect(mean).toBe(2);
    expect(low).toBeCloseTo(2 - 1.1316, 4);
    expect(high).toBeCloseTo(2 + 1.1316, 4);
  });

  it('has no interval of one value, and a point of equal ones', () => {
    expect(dailyMean(sums(0.3))).toEqual({ count: 1, mean: 0.3, low: null, high: null });
    expect(dailyMean(sums(0.1, 0.1, 0.1)).high).toBeCloseTo(0.1, 12);
  });
});
