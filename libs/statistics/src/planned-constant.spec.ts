import { plannedConstant } from './planned-constant';
import { sequentialPValue } from './sequential-p-value';
import { crossing } from './testing/boundary-crossing';

/** Probability to cross |B_t| = c t^(1/4) without an effect, solved independently. */
const crossed = (constant: number) => {
  const { up, down } = crossing({ constant, cells: 500, steps: 1500 });
  return up + down;
};

/** Derivative of ln P by c is about -c, which turns an error in P into one in c. */
const constantOf = (alpha: number, near: number) => near + Math.log(crossed(near) / alpha) / (near + 0.3);

describe('plannedConstant', () => {
  it('solves the crossing problem to 5e-4 and is never below', () => {
    for (const alpha of [0.2, 0.1, 0.08, 0.05, 0.04, 0.025, 0.01, 0.005, 0.001, 1e-4, 1e-5, 1e-6]) {
      const constant = plannedConstant(alpha);
      const solved = constantOf(alpha, constant);
      expect(constant - solved).toBeGreaterThan(0);
      expect(constant - solved).toBeLessThan(6e-4);
    }
  });

  it('uses a solver that gives the closed form of the flat boundary', () => {
    const flat = crossing({ constant: 2.241402728, shape: 0, cells: 1600, steps: 4000 });
    expect(flat.up + flat.down).toBeCloseTo(0.05, 6);
    const wider = crossing({ constant: 1.959963985, shape: 0, cells: 1600, steps: 4000 });
    expect(wider.up + wider.down).toBeCloseTo(0.0999999917, 6);
  });

  it('shows that 2.3825, the published constant, gives a little more than 5 %', () => {
    expect(crossed(2.3825)).toBeGreaterThan(0.05005);
    expect(crossed(2.3825)).toBeLessThan(0.0501);
  });

  it('stays within 2.2e-3 above the published table', () => {
    const table: [number, number][] = [
      [0.1, 2.1128],
      [0.08, 2.2023],
      [0.05, 2.3825],
      [0.045, 2.4208],
      [0.04, 2.4635],
      [0.025, 2.6284],
      [0.02, 2.7037],
      [0.0125, 2.8568],
      [0.01, 2.9271],
      [0.005, 3.1368],
      [0.002, 3.3966],
      [0.001, 3.5821],
    ];
    for (const [alpha, published] of table) {
      expect(plannedConstant(alpha) - published).toBeGreaterThan(0);
      expect(plannedConstant(alpha) - published).toBeLessThan(2.2e-3);
    }
  });

  it('gives a one-sided error of at most alpha at twice the alpha', () => {
    for (const alpha of [0.05, 0.01]) {
      const constant = plannedConstant(2 * alpha);
      const { up } = crossing({ constant, oneSided: true, cells: 500, steps: 1500 });
      expect(up / alpha).toBeLessThan(1.001);
      expect(up / alpha).toBeGreaterThan(0.99);
    }
  });

  it('falls with alpha and refuses what it was not solved for', () => {
    const alphas = [1e-12, 1e-9, 1e-8, 1e-7, 2e-7, 1e-6, 1e-4, 0.001, 0.01, 0.05, 0.1, 0.3];
    const constants = alphas.map(plannedConstant);
    expect(constants).toEqual([...constants].sort((a, b) => b - a));
    for (const alpha of [0, -1, 0.31, NaN]) expect(() => plannedConstant(alpha)).toThrow(RangeError);
  });
});

describe('sequentialPValue', () => {
  it('is alpha at the boundary of alpha', () => {
    for (const alpha of [0.3, 0.05, 0.01, 1e-3, 1e-6, 1e-9]) {
      expect(sequentialPValue(plannedConstant(alpha)) / alpha).toBeCloseTo(1, 6);
    }
  });

  it('is 1 without evidence and falls with it', () => {
    expect(sequentialPValue(0)).toBe(1);
    expect(sequentialPValue(3)).toBeLessThan(sequentialPValue(2.9));
    expect(sequentialPValue(40)).toBeGreaterThanOrEqual(0);
  });

  it('is not too small for weak evidence, where the cubic is not solved for', () => {
    for (const peak of [1, 1.2, 1.5]) expect(sequentialPValue(peak)).toBeGreaterThan(crossed(peak));
  });
});
