import { compareRatios, ratioEstimate } from './compare-ratios';
import { addToRatioMoments, emptyRatioMoments } from './ratio-moments';
import { normals, uniforms } from './testing/random';

const momentsOf = (conversations: readonly (readonly [sum: number, size: number])[]) => {
  const moments = emptyRatioMoments();
  conversations.forEach(([sum, size]) => addToRatioMoments(moments, sum, size));
  return moments;
};

describe('ratioEstimate', () => {
  it('is the mean and its variance when every conversation has one observation', () => {
    const { ratio, variance } = ratioEstimate(momentsOf([1, 2, 4, 7].map((sum) => [sum, 1])));
    expect(ratio).toBe(3.5);
    expect(variance).toBeCloseTo(7 / 4, 12);
  });

  it('agrees with the variance of the linearised residuals', () => {
    const conversations = [
      [2, 3],
      [5, 4],
      [1, 6],
      [0, 1],
      [9, 8],
    ] as const;
    const { ratio, variance } = ratioEstimate(momentsOf(conversations));
    const size = conversations.reduce((sum, [, k]) => sum + k, 0) / 5;
    const residuals = conversations.map(([s, k]) => (s - ratio * k) / size);
    expect(variance).toBeCloseTo(residuals.reduce((sum, r) => sum + r * r, 0) / 4 / 5, 12);
  });

  it('knows how much the ratio scatters when observations of a conversation hang together', () => {
    const uniform = uniforms(8);
    const normal = normals(uniform);
    const ratios: number[] = [];
    let claimed = 0;
    for (let replication = 0; replication < 300; replication++) {
      const moments = emptyRatioMoments();
      for (let i = 0; i < 200; i++) {
        const size = 1 + Math.floor(uniform() * 8);
        const mood = normal();
        addToRatioMoments(moments, size * (0.5 + 0.3 * mood), size);
      }
      const { ratio, variance } = ratioEstimate(moments);
      ratios.push(ratio);
      claimed += variance / 300;
    }
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / 300;
    const seen = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / 299;
    expect(seen / claimed).toBeGreaterThan(0.8);
    expect(seen / claimed).toBeLessThan(1.25);
  });

  it('compares two and refuses too little', () => {
    const moments = momentsOf([
      [1, 2],
      [2, 2],
    ]);
    expect(compareRatios(moments, moments)).toEqual({
      effect: 0,
      variance: 2 * ratioEstimate(moments).variance,
    });
    expect(() => ratioEstimate(momentsOf([[1, 1]]))).toThrow(RangeError);
  });
});
