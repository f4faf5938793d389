import { openEndedRadius } from './open-ended-radius';

describe('openEndedRadius', () => {
  it("gives GrowthBook's published absolute interval", () => {
    // 1396 of 3000 against 2422 of 3461, tuned to 5000: difference .2344644130, standard error .0119846656.
    const half = openEndedRadius(6461, 0.05, 5000) * 0.0119846656;
    expect(0.234464413 - half).toBeCloseTo(0.1980487969, 8);
    expect(0.234464413 + half).toBeCloseTo(0.270880029, 8);
  });

  it('is wider than a single look, most so early', () => {
    expect(openEndedRadius(5000, 0.05, 5000)).toBeGreaterThan(1.96);
    expect(openEndedRadius(100, 0.05, 5000)).toBeGreaterThan(openEndedRadius(5000, 0.05, 5000));
  });
});
