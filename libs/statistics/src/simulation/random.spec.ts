import { beta, binary, type Distribution, lognormal, normal, spike } from './distribution';
import { Random } from './random';

const DRAWS = 400_000;
const DISTRIBUTIONS: readonly Distribution[] = [
  binary(0.02),
  binary(0.5),
  beta(3, 2),
  beta(3.15, 1.85),
  spike(0.15),
  lognormal(0.5),
  lognormal(1),
  normal(0.3),
];

describe('the random numbers of the simulations', () => {
  it.each(DISTRIBUTIONS.map((distribution) => [distribution.name, distribution] as const))(
    '%s has the mean and variance it declares',
    (_, { draw, mean, variance }) => {
      const random = new Random();
      random.start(7, 1, 0);
      let [sum, squares, fourths] = [0, 0, 0];
      for (let i = 0; i < DRAWS; i++) {
        const deviation = draw(random) - mean;
        sum += deviation;
        squares += deviation ** 2;
        fourths += deviation ** 4;
      }
      expect(Math.abs(sum / DRAWS)).toBeLessThan(4 * Math.sqrt(variance / DRAWS));
      const spread = Math.sqrt((fourths / DRAWS - variance ** 2) / DRAWS);
      expect(Math.abs(squares / DRAWS - variance)).toBeLessThan(4 * spread + 1e-12);
    },
  );

  it('counts observations with the mean asked for', () => {
    const random = new Random();
    random.start(7, 2, 0);
    let sum = 0;
    for (let i = 0; i < DRAWS; i++) sum += random.geometric(4);
    expect(Math.abs(sum / DRAWS - 4)).toBeLessThan(4 * Math.sqrt(12 / DRAWS));
  });

  it('repeats a replication and gives others something else', () => {
    const first = (seed: number, name: number, replication: number): number => {
      const random = new Random();
      random.start(seed, name, replication);
      return random.uniform();
    };
    expect(first(1, 2, 3)).toBe(first(1, 2, 3));
    expect(new Set([first(1, 2, 3), first(2, 2, 3), first(1, 3, 3), first(1, 2, 4)]).size).toBe(4);
  });

  it('has replications that start independently of each other', () => {
    const random = new Random();
    const starts = Float64Array.from({ length: 100_000 }, (_, i) => {
      random.start(11, 5, i);
      return random.uniform() - 0.5;
    });
    let [sum, lagged] = [0, 0];
    for (let i = 1; i < starts.length; i++) {
      sum += starts[i]!;
      lagged += starts[i]! * starts[i - 1]!;
    }
    expect(Math.abs(sum / starts.length)).toBeLessThan(4 * Math.sqrt(1 / 12 / starts.length));
    expect(Math.abs(lagged / starts.length)).toBeLessThan((4 * (1 / 12)) / Math.sqrt(starts.length));
  });
});
