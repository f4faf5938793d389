import { type Mode } from '../experiment-settings';
import { horizonInflation } from '../horizon-inflation';
import { binary, fixedUnits } from './distribution';
import { Experiment } from './experiment';
import { type Cell } from './replicate';
import { pairSettings } from './sequential-test';

const BASE_RATE = 0.3;
const EFFECT = 0.06;
/** Units of the pair for a test with one look. */
export const FUTILITY_FIXED = fixedUnits(binary(BASE_RATE), binary(BASE_RATE + EFFECT));

/**
 * Whole experiments that may give up, decided on a hundred times on their way. Columns: units at the end, and which end it was.
 * `effect`: in minimum detectable ones.
 */
export function futilityCell(mode: Mode, effect: number): Cell {
  const horizonUnits = Math.round(horizonInflation(mode, true, 0.05, 0.8) * FUTILITY_FIXED);
  return {
    name: `futility, ${mode}, ${effect} x effect`,
    columns: ['units', 'success', 'better', 'futile', 'other end'],
    cost: horizonUnits * 2,
    prepare: () => {
      const control = binary(BASE_RATE);
      const variant = binary(BASE_RATE + effect * EFFECT);
      const settings = pairSettings({
        mode,
        kind: 'binary',
        effect: EFFECT,
        futility: true,
        plannedUnits: FUTILITY_FIXED,
        horizonUnits,
      });
      const experiment = new Experiment(settings, (random, index, values) => {
        values[0] = (index === 1 ? variant : control).draw(random);
      });
      return (random, row) => {
        const { decision, units } = experiment.run(random, 2 * horizonUnits, Math.ceil(horizonUnits / 100));
        const significant = decision.verdict === 'success' || decision.verdict === 'harmful';
        row[0] = units;
        row[1] = significant ? 1 : 0;
        row[2] = decision.verdict === 'success' ? 1 : 0;
        row[3] = decision.verdict === 'futile' ? 1 : 0;
        row[4] = decision.decisive && !significant && row[3] === 0 ? 1 : 0;
      };
    },
  };
}

export function futilityCells(): Cell[] {
  return [0, 0.5, 1, 2].flatMap((effect) => [
    futilityCell('planned', effect),
    futilityCell('hybrid', effect),
  ]);
}
