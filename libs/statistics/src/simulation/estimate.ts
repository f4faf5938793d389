import { readOut } from '../read-out';
import { horizonOf, type Scenario } from './efficiency';
import { type Cell } from './replicate';
import { SequentialTest } from './sequential-test';
import { drawTrial, makeTrial } from './trial';

/**
 * What people are told when the planned boundary stopped, or at the horizon. Columns, relative to the true difference: the raw and the
 * median-unbiased estimate; whether the repeated interval held the truth, and whether raw +- 1.96 standard errors did.
 */
export function estimateCell({ name, control, variant, fixed }: Scenario): Cell {
  const horizonUnits = horizonOf('planned', fixed);
  return {
    name: `estimate, ${name}`,
    columns: ['raw', 'unbiased', 'repeated interval', 'plain interval'],
    cost: horizonUnits,
    prepare: () => {
      // At an exactly even split the horizon is reached with its units; a little more for one that is not.
      const length = Math.ceil(1.2 * horizonUnits);
      const trial = makeTrial(length);
      const effect = variant.mean - control.mean;
      const { kind } = control;
      const test = new SequentialTest({ mode: 'planned', kind, effect, plannedUnits: fixed, horizonUnits });
      return (random, row) => {
        drawTrial(trial, random, control, variant, 0.5, length);
        const crossing = test.run(trial);
        const [result] = readOut(test.state, test.settings).metrics[0]!.comparisons;
        const { medianUnbiased, interval } = result!;
        const raw = crossing?.effect ?? (interval![0] + interval![1]) / 2;
        const { moments } = test.state.metrics[0]!;
        const error = Math.sqrt(
          moments.reduce((sum, { squares, count }) => sum + squares / (count - 1) / count, 0),
        );
        row[0] = raw / effect;
        row[1] = (medianUnbiased ?? raw) / effect;
        row[2] = interval![0] <= effect && effect <= interval![1] ? 1 : 0;
        row[3] = Math.abs(raw - effect) <= 1.96 * error ? 1 : 0;
      };
    },
  };
}
