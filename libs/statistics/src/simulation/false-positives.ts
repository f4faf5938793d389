import { type Mode } from '../experiment-settings';
import { horizonInflation } from '../horizon-inflation';
import { beta, binary, type Distribution, lognormal, spike } from './distribution';
import { type Cell } from './replicate';
import { SequentialTest } from './sequential-test';
import { drawTrial, makeTrial } from './trial';

export const NULL_DISTRIBUTIONS: readonly Distribution[] = [
  binary(0.02),
  binary(0.1),
  binary(0.5),
  beta(3, 2),
  spike(0.15),
  lognormal(1),
];
/** N_max for each variant at an even split; at another the pair is as large. */
export const NULL_SIZES = [50, 100, 500, 4000] as const;
export const NULL_SHARES = [0.5, 0.2, 0.1] as const;

/** Without bounds there is no exact test: `hybrid` is `planned` then, and `anytime` an asymptotic boundary from 100 units on. */
export function modesFor({ kind }: Distribution, perVariant: number): readonly Mode[] {
  if (kind !== 'continuous') return ['planned', 'anytime', 'hybrid'];
  return perVariant >= 500 ? ['planned', 'anytime'] : ['planned'];
}

/** Two variants that are the same, looked at after every unit up to the horizon. Columns: stops by mode. */
export function nullCell(
  distribution: Distribution,
  perVariant: number,
  share: number,
  modes: readonly Mode[] = modesFor(distribution, perVariant),
): Cell {
  const horizonUnits = 2 * perVariant;
  return {
    name: `no difference, ${distribution.name}, ${perVariant} a variant, ${Math.round(share * 100)} %`,
    columns: modes,
    cost: horizonUnits * modes.length,
    prepare: () => {
      const trial = makeTrial(horizonUnits);
      const tests = modes.map(
        (mode) =>
          new SequentialTest({
            mode,
            kind: distribution.kind,
            share,
            horizonUnits,
            plannedUnits: Math.round(horizonUnits / horizonInflation(mode, false, 0.05, 0.8)),
            // With the default of 30 a test of 50 would hardly look.
            minimumUnits: perVariant <= 50 ? 20 : undefined,
          }),
      );
      return (random, row) => {
        drawTrial(trial, random, distribution, distribution, share, horizonUnits);
        for (let k = 0; k < tests.length; k++) row[k] = tests[k]!.run(trial)?.seq ?? 0;
      };
    },
  };
}

/** The exact test far beyond any horizon: the same, with 20 times as many units as planned. */
export function endlessNullCell(distribution: Distribution, perVariant: number): Cell {
  const units = 2 * perVariant;
  return {
    name: `no difference, ${distribution.name}, without an end`,
    columns: ['anytime'],
    cost: units,
    prepare: () => {
      const trial = makeTrial(units);
      const plannedUnits = Math.round(units / 20);
      const test = new SequentialTest({
        mode: 'anytime',
        kind: distribution.kind,
        plannedUnits,
        horizonUnits: plannedUnits,
      });
      return (random, row) => {
        drawTrial(trial, random, distribution, distribution, 0.5, units);
        row[0] = test.run(trial)?.seq ?? 0;
      };
    },
  };
}

/** The page's grid. */
export function nullCells(): Cell[] {
  return NULL_DISTRIBUTIONS.flatMap((distribution) =>
    NULL_SIZES.flatMap((size) => NULL_SHARES.map((share) => nullCell(distribution, size, share))),
  );
}
