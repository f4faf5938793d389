import { medianUnbiasedDrift } from './median-unbiased';

describe('medianUnbiasedDrift', () => {
  it.each([
    [0.1, 12.904, 3],
    [0.25, 6.3477, 4],
    [0.5, 3.6795, 4],
    [0.75, 2.6613, 4],
    [1, 2.1088, 4],
  ])('gives the published drift for a stop at %d', (t, drift, digits) => {
    expect(medianUnbiasedDrift(2.3825, t)).toBeCloseTo(drift, digits);
  });

  it('is below the raw estimate', () => {
    for (const t of [0.05, 0.3, 1]) {
      expect(medianUnbiasedDrift(2.3825, t)).toBeLessThan(2.3825 * t ** -0.75);
    }
  });
});
