import { compareRatios } from '../compare-ratios';
import { horizonInflation } from '../horizon-inflation';
import { plannedConstant } from '../planned-constant';
import { addToRatioMoments, emptyRatioMoments } from '../ratio-moments';
import { type Random } from './random';
import { type Cell } from './replicate';
import { SequentialTest } from './sequential-test';
import { makeTrial, type Trial } from './trial';

const PER_VARIANT = 300;
const MEAN_OBSERVATIONS = 4;
const MOST_OBSERVATIONS = 40;
const MINIMUM_UNITS = 30;

/**
 * Conversations with several observations that resemble each other (intraclass correlation `icc` of the latent value), and no
 * difference. Columns: the stops of the production tests on conversation means, of the planned boundary on the ratio of sums (delta
 * method), and of the same boundary on single observations as if they were units.
 */
export function clusterCell(icc: number): Cell {
  const units = 2 * PER_VARIANT;
  return {
    name: `clusters, correlation ${icc}`,
    // The goal is a limit without an allowance for chance: 0.2 % at 20,000.
    part: 5,
    columns: ['planned', 'hybrid', 'ratio', 'observations'],
    cost: units * 4,
    prepare: () => {
      const trial = makeTrial(units);
      const sizes = new Uint8Array(units);
      const squares = new Float64Array(units);
      const tests = (['planned', 'hybrid'] as const).map(
        (mode) =>
          new SequentialTest({
            mode,
            kind: 'bounded',
            horizonUnits: units,
            plannedUnits: Math.round(units / horizonInflation(mode, false, 0.05, 0.8)),
          }),
      );
      return (random, row) => {
        drawConversations(trial, sizes, squares, random, icc, units);
        for (let k = 0; k < tests.length; k++) row[k] = tests[k]!.run(trial)?.seq ?? 0;
        row[2] = ratioStop(trial, sizes);
        row[3] = observationStop(trial, sizes, squares);
      };
    },
  };
}

/** Means of conversations into the trial, with their sizes and sums of squares. */
function drawConversations(
  trial: Trial,
  sizes: Uint8Array,
  squares: Float64Array,
  random: Random,
  icc: number,
  units: number,
): void {
  const [between, within] = [Math.sqrt(icc), Math.sqrt(1 - icc)];
  for (let i = 0; i < units; i++) {
    const size = Math.min(MOST_OBSERVATIONS, random.geometric(MEAN_OBSERVATIONS));
    const common = random.normal() * between;
    let [sum, square] = [0, 0];
    for (let k = 0; k < size; k++) {
      // A score in (0, 1): a logistic curve over a normal latent value.
      const score = 1 / (1 + Math.exp(-common - random.normal() * within));
      sum += score;
      square += score * score;
    }
    trial.variants[i] = random.uniform() < 0.5 ? 1 : 0;
    trial.values[i] = sum / size;
    trial.shares[i] = 0.5;
    sizes[i] = size;
    squares[i] = square;
  }
  trial.length = units;
}

const CONSTANT = plannedConstant(0.05);

function ratioStop(trial: Trial, sizes: Uint8Array): number {
  const moments = [emptyRatioMoments(), emptyRatioMoments()] as const;
  for (let i = 0; i < trial.length; i++) {
    const size = sizes[i]!;
    addToRatioMoments(moments[trial.variants[i] === 1 ? 1 : 0], trial.values[i]! * size, size);
    if (Math.min(moments[0].count, moments[1].count) < MINIMUM_UNITS) continue;
    const { effect, variance } = compareRatios(...moments);
    if (Math.abs(effect) >= level(i + 1, trial.length) * Math.sqrt(variance)) return i + 1;
  }
  return 0;
}

function observationStop(trial: Trial, sizes: Uint8Array, squares: Float64Array): number {
  const [units, counts, sums, square] = [
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < trial.length; i++) {
    const variant = trial.variants[i]!;
    units[variant]! += 1;
    counts[variant]! += sizes[i]!;
    sums[variant]! += trial.values[i]! * sizes[i]!;
    square[variant]! += squares[i]!;
    if (Math.min(units[0]!, units[1]!) < MINIMUM_UNITS) continue;
    const [mean0, mean1] = [sums[0]! / counts[0]!, sums[1]! / counts[1]!];
    const error =
      (square[0]! / counts[0]! - mean0 ** 2) / counts[0]! +
      (square[1]! / counts[1]! - mean1 ** 2) / counts[1]!;
    if (Math.abs(mean1 - mean0) >= level(i + 1, trial.length) * Math.sqrt(error)) return i + 1;
  }
  return 0;
}

function level(units: number, horizon: number): number {
  return CONSTANT / Math.sqrt(Math.sqrt(units / horizon));
}
