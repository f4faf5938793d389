import { beta, binary } from './distribution';
import { growthbook } from './growthbook';
import { Random, streamOf } from './random';
import { drawTrial, makeTrial } from './trial';

/** [binary, n, sum, sum of squares of the control, of the variant, our p, interval, whether it crossed]. */
export type Look = readonly [boolean, ...(number | boolean)[]];

const PAIRS = [
  [binary(0.3), binary(0.46), 700],
  [binary(0.1), binary(0.1), 2_000],
  [beta(3, 2), beta(3.15, 1.85), 2_400],
  [beta(3, 2), beta(3, 2), 1_200],
] as const;
const TRIALS = 25;
const EVERY = 20;

/** Looks at simulated experiments, with our answers, for GrowthBook's own package to repeat. */
export function gbstatsLooks(seed: number): Look[] {
  const random = new Random();
  const trial = makeTrial(2_400);
  const looks: Look[] = [];
  for (const [control, variant, length] of PAIRS) {
    const isBinary = control.kind === 'binary';
    for (let replication = 0; replication < TRIALS; replication++) {
      random.start(seed, streamOf(`gbstats ${control.name} ${variant.name}`), replication);
      drawTrial(trial, random, control, variant, 0.5, length);
      const sums = [0, 1].map(() => ({ n: 0, sum: 0, sumSquares: 0 }));
      for (let i = 0; i < length; i++) {
        const own = sums[trial.variants[i]!]!;
        const value = trial.values[i]!;
        own.n += 1;
        own.sum += value;
        own.sumSquares += value * value;
        const [a, b] = [sums[0]!, sums[1]!];
        if ((i + 1) % EVERY !== 0 || Math.min(a.n, b.n) < EVERY || a.sum === 0 || b.sum === 0) continue;
        const { p, interval } = growthbook(a, b, isBinary);
        const inputs = [a.n, a.sum, a.sumSquares, b.n, b.sum, b.sumSquares];
        looks.push([isBinary, ...inputs, p, ...interval, p <= 0.05]);
      }
    }
  }
  return looks;
}
