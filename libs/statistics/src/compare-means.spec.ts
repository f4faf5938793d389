import fc from 'fast-check';
import { addToMoments, emptyMoments } from './add-to-moments';
import { compareMeans } from './compare-means';
import { mergeMoments } from './merge-moments';
import { normalUpperTail } from './normal-upper-tail';
import { tToZ } from './t-to-z';
import { zToT } from './z-to-t';

const momentsOf = (values: readonly number[]) => {
  const moments = emptyMoments();
  values.forEach((value) => addToMoments(moments, value));
  return moments;
};
const RATE = { binary: true, bounds: [0, 1] } as const;
const FREE = { binary: false, bounds: null } as const;
const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 40 });

describe('moments', () => {
  it('keep their digits far from zero', () => {
    const { mean, squares } = momentsOf([1e9 + 1, 1e9 + 2, 1e9 + 3]);
    expect(mean).toBeCloseTo(1e9 + 2, 6);
    expect(squares).toBeCloseTo(2, 6);
  });

  it('of two sets merged are the moments of all values', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const merged = mergeMoments(momentsOf(one), momentsOf(other));
        const all = momentsOf([...one, ...other]);
        expect(merged.count).toBe(all.count);
        expect(Math.abs(merged.mean - all.mean)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(all.mean)) * 1e3);
        expect(Math.abs(merged.squares - all.squares)).toBeLessThanOrEqual(1e-9 * (1 + all.squares));
      }),
    );
    expect(mergeMoments(emptyMoments(), emptyMoments())).toEqual(emptyMoments());
  });
});

describe('compareMeans', () => {
  it("gives GrowthBook's published Welch interval and p-value", () => {
    const published = (count: number, sum: number, sumOfSquares: number) => ({
      count,
      mean: sum / count,
      squares: sumOfSquares - (sum * sum) / count,
    });
    const control = published(3407, 1396.87, 52377.9767);
    const variant = published(3461, 2422.7, 134698.29);
    const { effect, varianceWelch, degreesOfFreedom } = compareMeans(control, variant, FREE);
    const error = Math.sqrt(varianceWelch);
    const half = zToT(1.959963984540054, degreesOfFreedom) * error;
    expect(effect - half).toBeCloseTo(0.04538, 5);
    expect(effect + half).toBeCloseTo(0.53462, 5);
    expect(2 * normalUpperTail(tToZ(effect / error, degreesOfFreedom))).toBeCloseTo(0.02016, 5);
  });

  it('pools as Student does, and takes the larger variance', () => {
    const control = momentsOf([...Array<number>(90).fill(0), ...Array<number>(10).fill(1)]);
    const variant = momentsOf([...Array<number>(8).fill(0), ...Array<number>(2).fill(1)]);
    for (const range of [RATE, FREE]) {
      const answer = compareMeans(control, variant, range);
      const squares = 100 * 0.1 * 0.9 + 10 * 0.2 * 0.8;
      expect(answer.variancePooled).toBeCloseTo((squares / 108) * (1 / 100 + 1 / 10), 12);
      expect(answer.variance).toBe(Math.max(answer.varianceWelch, answer.variancePooled));
    }
  });

  it('has one variance where both have as many units, whatever the difference', () => {
    const control = momentsOf([0.1, 0.5, 0.9, 0.3]);
    for (const difference of [0, 5]) {
      const variant = momentsOf([0.2, 0.8, 0.6, 0.1].map((value) => value + difference));
      const { variancePooled, varianceWelch } = compareMeans(control, variant, FREE);
      expect(variancePooled).toBeCloseTo(varianceWelch, 12);
    }
  });

  it('takes the variance of the rates that differ by the tested shift', () => {
    const control = momentsOf([...Array<number>(90).fill(0), ...Array<number>(10).fill(1)]);
    const answer = compareMeans(control, control, RATE, 0.1);
    expect(answer.variancePooled).toBeCloseTo((0.05 * 0.95 + 0.15 * 0.85) / 100, 12);
  });

  it('takes the common mean where nothing varies but between the variants', () => {
    const [none, all] = [momentsOf([0, 0, 0, 0]), momentsOf([1, 1, 1, 1])];
    expect(compareMeans(none, all, RATE).variance).toBeCloseTo(0.25 / 2, 12);
    expect(compareMeans(none, all, FREE).variance).toBeCloseTo(2 / 7 / 2, 12);
  });

  it('sees nothing when everything is one value', () => {
    const same = momentsOf([1, 1, 1]);
    expect(compareMeans(same, same, FREE).variance).toBe(0);
    expect(() => compareMeans(momentsOf([1]), same, FREE)).toThrow(RangeError);
  });
});
