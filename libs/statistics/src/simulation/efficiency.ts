import { type Mode } from '../experiment-settings';
import { horizonInflation } from '../horizon-inflation';
import { beta, binary, type Distribution, fixedUnits, spike } from './distribution';
import { Peers } from './peers';
import { type Cell } from './replicate';
import { SequentialTest } from './sequential-test';
import { drawTrial, makeTrial } from './trial';

/** A true difference of a size that an experiment was planned for. */
export interface Scenario {
  readonly name: string;
  readonly control: Distribution;
  readonly variant: Distribution;
  /** Units of the pair for a test with one look at 80 % power. */
  readonly fixed: number;
  /** Units of the pair at which every method is stopped. */
  readonly length: number;
}

function scenario(name: string, control: Distribution, variant: Distribution): Scenario {
  const fixed = fixedUnits(control, variant);
  // Long enough for every method to reach 80 % power, which takes the slowest of them 2.7 times the fixed units.
  return { name, control, variant, fixed, length: 4 * fixed };
}

/** Nobody looks before both variants have this many units (the peers as well). */
const MINIMUM_UNITS = 20;

/** The first four are those the method was chosen on; the others were not looked at before. */
export const SCENARIOS: readonly Scenario[] = [
  scenario('10 % against 12 %', binary(0.1), binary(0.12)),
  scenario('score 0.60 against 0.63', beta(3, 2), beta(3.15, 1.85)),
  scenario('30 % against 46 %', binary(0.3), binary(0.46)),
  scenario('score 0.60 against 0.68', beta(3, 2), beta(3.395, 1.605)),
  scenario('20 % against 26 %', binary(0.2), binary(0.26)),
  scenario('50 % against 60 %', binary(0.5), binary(0.6)),
  scenario('satisfied 85 % against 91 %', spike(0.15), spike(0.09)),
];

/** N_max of a pair at 80 % power. */
export function horizonOf(mode: Mode, fixed: number): number {
  return Math.ceil(horizonInflation(mode, false, 0.05, 0.8) * fixed);
}

export const EFFICIENCY_COLUMNS = [
  'planned',
  'anytime',
  'hybrid',
  'growthbook',
  'tensorzero',
  'naive',
  'planned effect',
  'growthbook effect',
  'naive effect',
] as const;

/** All methods on the same units, with the difference of the scenario or (`isNull`) with none. */
export function efficiencyCell({ name, control, variant, fixed, length }: Scenario, isNull: boolean): Cell {
  return {
    name: `${name}${isNull ? ', no difference' : ''}`,
    columns: EFFICIENCY_COLUMNS,
    cost: length * (isNull ? 3 : 1),
    prepare: () => {
      const trial = makeTrial(length);
      const effect = variant.mean - control.mean;
      const tests = (['planned', 'anytime', 'hybrid'] as const).map(
        (mode) =>
          new SequentialTest({
            mode,
            kind: control.kind,
            effect,
            minimumUnits: MINIMUM_UNITS,
            plannedUnits: fixed,
            horizonUnits: horizonOf(mode, fixed),
          }),
      );
      const peers = new Peers(length, control.kind === 'binary');
      return (random, row) => {
        drawTrial(trial, random, control, isNull ? control : variant, 0.5, length);
        for (let k = 0; k < tests.length; k++) {
          const crossing = tests[k]!.run(trial);
          row[k] = crossing?.seq ?? 0;
          if (k === 0) row[6] = (crossing?.effect ?? NaN) / effect;
        }
        const stops = peers.run(trial);
        row[3] = stops.growthbook;
        row[4] = stops.tensorzero;
        row[5] = stops.naive;
        row[7] = stops.growthbook ? stops.growthbookEffect / effect : NaN;
        row[8] = stops.naive ? stops.naiveEffect / effect : NaN;
      };
    },
  };
}

/** No difference for 20,000 units a variant: what methods without an end come to. Columns as far as they apply. */
export const LONG_NULL: Cell = {
  name: 'no difference, binary 0.5, 20,000 a variant, all methods',
  columns: ['planned', 'growthbook', 'tensorzero', 'naive'],
  cost: 10_000,
  prepare: () => {
    const length = 40_000;
    const fixed = fixedUnits(binary(0.5), binary(0.6));
    const trial = makeTrial(length);
    const peers = new Peers(length, true);
    const test = new SequentialTest({
      mode: 'planned',
      kind: 'binary',
      minimumUnits: MINIMUM_UNITS,
      plannedUnits: fixed,
      horizonUnits: horizonOf('planned', fixed),
    });
    return (random, row) => {
      drawTrial(trial, random, binary(0.5), binary(0.5), 0.5, length);
      const stops = peers.run(trial);
      trial.length = 2 * fixed; // the planned boundary is at its horizon long before
      row[0] = test.run(trial)?.seq ?? 0;
      row[1] = stops.growthbook;
      row[2] = stops.tensorzero;
      row[3] = stops.naive;
    };
  },
};

export function efficiencyCells(): Cell[] {
  return [
    ...SCENARIOS.flatMap((each) => [efficiencyCell(each, false), efficiencyCell(each, true)]),
    LONG_NULL,
  ];
}
