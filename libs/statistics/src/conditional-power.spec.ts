import { conditionalPower } from './conditional-power';

const DRIFT = 2.8016 * Math.sqrt(1.172);

describe('conditionalPower', () => {
  it.each([
    [0, 0.5, 0.1434890572],
    [0, 0.7, 0.0053295175],
    [-0.5, 0.4, 0.1632008718],
    [0.5, 0.6, 0.143476206],
    [1, 0.8, 0.0360751589],
  ])('gives the published value for z %d at %d of the horizon', (z, t, power) => {
    expect(conditionalPower(z * Math.sqrt(t), 1 - t, DRIFT, 2.3825)).toBeCloseTo(power, 9);
  });

  it('rises with the score, is certain beyond the boundary and stays a probability in extremes', () => {
    expect(conditionalPower(1, 0.5, DRIFT, 2.3825)).toBeGreaterThan(
      conditionalPower(0.9, 0.5, DRIFT, 2.3825),
    );
    expect(conditionalPower(2.4, 0.5, DRIFT, 2.3825)).toBe(1);
    expect(conditionalPower(0, 0, DRIFT, 2.3825)).toBe(0);
    const extreme = conditionalPower(-30, 0.5, 80, 2.3825);
    expect(extreme).toBeGreaterThanOrEqual(0);
    expect(extreme).toBeLessThanOrEqual(1);
  });
});
