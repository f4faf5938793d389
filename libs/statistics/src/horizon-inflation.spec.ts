import quantile from '@stdlib/stats-base-dists-normal-quantile';
import { conditionalPower } from './conditional-power';
import { horizonInflation } from './horizon-inflation';
import { plannedConstant } from './planned-constant';
import { crossing } from './testing/boundary-crossing';

/** Power and mean end (in N_plan) of a design, solved independently, for `effect` times the planned one. */
function solved(part: number, futility: boolean, power: number, inflation: number, effect = 1) {
  const drift = (quantile(0.975, 0, 1) + quantile(power, 0, 1)) * Math.sqrt(inflation);
  const constant = plannedConstant(0.05 * part);
  const futile = (t: number) => {
    if (t < 0.25 || t >= 1 || conditionalPower(0, 1 - t, drift, constant) >= 0.1) return -1;
    let [low, high] = [0, constant];
    for (let i = 0; i < 30; i++) {
      const middle = (low + high) / 2;
      if (conditionalPower(middle, 1 - t, drift, constant) < 0.1) low = middle;
      else high = middle;
    }
    return low;
  };
  const request = { constant, drift: drift * effect, cells: 400, steps: 1000 };
  const { up, down, meanT } = crossing(futility ? { ...request, futile } : request);
  return { power: up + down, mean: meanT * inflation };
}

describe('horizonInflation', () => {
  it.each([
    ['planned', 1, false, 0.8],
    ['planned', 1, true, 0.8],
    ['planned', 1, true, 0.9],
    ['hybrid', 0.8, false, 0.8],
    ['hybrid', 0.8, true, 0.95],
  ] as const)('gives %s (part %d, futility %s) the power %d', (mode, part, futility, power) => {
    const inflation = horizonInflation(mode, futility, 0.05, power);
    expect(solved(part, futility, power, inflation).power).toBeCloseTo(power, 2);
  });

  it('keeps the promised averages of the planned boundary with futility', () => {
    const inflation = horizonInflation('planned', true, 0.05, 0.8);
    expect(inflation).toBeLessThanOrEqual(1.18);
    expect(solved(1, true, 0.8, inflation, 1).mean).toBeLessThanOrEqual(0.73);
    expect(solved(1, true, 0.8, inflation, 0).mean).toBeLessThanOrEqual(0.8);
    expect(solved(1, true, 0.8, inflation, 2).mean).toBeLessThanOrEqual(0.34);
  });

  it('is near the published factors', () => {
    expect(horizonInflation('planned', false, 0.05, 0.8)).toBeCloseTo(1.124, 1);
    expect(horizonInflation('planned', true, 0.05, 0.8)).toBeCloseTo(1.172, 1);
    expect(horizonInflation('hybrid', false, 0.05, 0.8)).toBeCloseTo(1.19, 2);
    expect(horizonInflation('anytime', true, 0.05, 0.8)).toBe(1.506);
  });

  it('falls with power and with alpha', () => {
    expect(horizonInflation('hybrid', true, 0.05, 0.95)).toBeLessThan(
      horizonInflation('hybrid', true, 0.05, 0.8),
    );
    expect(horizonInflation('hybrid', true, 0.01, 0.8)).toBeLessThan(
      horizonInflation('hybrid', true, 0.05, 0.8),
    );
  });
});
