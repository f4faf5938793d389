import { meanInterval } from './mean-interval';

/** Abramowitz and Stegun, table 26.10: t at 97.5 %. */
const PUBLISHED: ReadonlyArray<readonly [degrees: number, t: number]> = [
  [1, 12.706],
  [2, 4.303],
  [4, 2.776],
  [9, 2.262],
  [24, 2.064],
  [60, 2.0],
  [120, 1.98],
  [1_000_000, 1.96],
];

describe('the interval of a mean', () => {
  it.each(PUBLISHED)('is as wide as the table says for %i degrees of freedom: %d', (degrees, t) => {
    const size = degrees + 1;
    // With this deviation the standard error is 1.
    const interval = meanInterval(5, Math.sqrt(size), size);
    expect((interval?.high ?? 0) - 5).toBeCloseTo(t, 3);
    expect(5 - (interval?.low ?? 0)).toBeCloseTo(t, 3);
  });

  it('is a point for values that are all the same', () => {
    expect(meanInterval(0.3, 0, 10)).toEqual({ low: 0.3, high: 0.3 });
  });

  it('is unknown with fewer than two values', () => {
    expect(meanInterval(0.3, 0, 1)).toBeNull();
  });
});
