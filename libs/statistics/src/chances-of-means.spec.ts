import { chancesOfMeans } from './chances-of-means';
import { normalPosterior } from './normal-posterior';
import { normals, uniforms } from './testing/random';

const moments = (mean: number, error: number, count = 100) => ({
  count,
  mean,
  squares: error * error * count * (count - 1),
});

describe('chancesOfMeans', () => {
  it.each([
    ['even', 0.01, 0.01],
    ['uneven', 0.004, 0.03],
    ['hardly known', 0.2, 0.1],
  ])('is the chance to win of two variants, with the same prior: %s', (_, one, other) => {
    const [, chance] = chancesOfMeans([moments(0.6, one), moments(0.62, other)], 1, 0.1)!;
    const { chanceToWin } = normalPosterior(0.02, one * one + other * other, 0.1);
    expect(chance).toBeCloseTo(chanceToWin, 4);
    const [, lower] = chancesOfMeans([moments(0.6, one), moments(0.62, other)], -1, 0.1)!;
    expect(lower).toBeCloseTo(1 - chanceToWin, 4);
  });

  it('is what drawing means from that prior says of three', () => {
    const [errors, deviation] = [[0.02, 0.05, 0.03], 0.1];
    const seen = [0.6, 0.64, 0.63];
    const normal = normals(uniforms(7));
    // Centres from far around, weighed by how well the means drawn around them fit what was seen.
    const wins = [0, 0, 0];
    let all = 0;
    for (let draw = 0; draw < 100_000; draw++) {
      const centre = 0.62 + 0.4 * (draw / 50_000 - 1);
      const means = errors.map(() => centre + (deviation / Math.SQRT2) * normal());
      const weight = means.reduce(
        (of, mean, i) => of * Math.exp(-0.5 * ((mean - seen[i]!) / errors[i]!) ** 2),
        1,
      );
      wins[means.indexOf(Math.max(...means))]! += weight;
      all += weight;
    }
    const chances = chancesOfMeans(
      seen.map((mean, i) => moments(mean, errors[i]!)),
      1,
      deviation,
    )!;
    chances.forEach((chance, i) => expect(Math.abs(chance - wins[i]! / all)).toBeLessThan(0.02));
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
  });

  it('says nothing before two units each, and of values that are all alike', () => {
    expect(chancesOfMeans([moments(1, 1), moments(1, 1), moments(1, 0)], 1, 1)).toBeNull();
    expect(chancesOfMeans([moments(1, 1), { count: 1, mean: 1, squares: 0 }], 1, 1)).toBeNull();
  });
});
