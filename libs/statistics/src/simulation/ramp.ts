import { horizonInflation } from '../horizon-inflation';
import { plannedConstant } from '../planned-constant';
import { type Random } from './random';
import { type Cell } from './replicate';
import { SequentialTest } from './sequential-test';
import { makeTrial, type Trial } from './trial';

const CONSTANT = plannedConstant(0.05);

/** The split's two phases, with the base rate drifting from one value to another over the whole. */
const PHASES = [0.1, 0.5] as const;
const BASE_RATES = [0.1, 0.15] as const;

/**
 * A ramp from 10 % to 50 % of the traffic while the base rate drifts, and no difference. Columns: the production tests, and `pooled`:
 * the planned boundary on all units together, as if nothing had changed.
 */
export function rampCell(drift: 'step' | 'cycle', perVariant: number): Cell {
  const units = 2 * perVariant;
  return {
    name: `ramp, ${drift}, ${perVariant} a variant`,
    columns: ['anytime', 'hybrid', 'planned', 'pooled'],
    cost: units * 4,
    prepare: () => {
      const trial = makeTrial(units);
      const tests = (['anytime', 'hybrid', 'planned'] as const).map(
        (mode) =>
          new SequentialTest({
            mode,
            kind: 'binary',
            share: drift === 'step' ? PHASES[0] : 0.5,
            horizonUnits: units,
            plannedUnits: Math.round(units / horizonInflation('hybrid', false, 0.05, 0.8)),
          }),
      );
      return (random, row) => {
        if (drift === 'step') drawRamp(trial, random, units);
        else drawCycle(trial, random, units);
        for (let k = 0; k < tests.length; k++) row[k] = tests[k]!.run(trial)?.seq ?? 0;
        row[3] = pooledStop(trial, units);
      };
    },
  };
}

function drawRamp(trial: Trial, random: Random, units: number): void {
  for (let i = 0; i < units; i++) {
    const late = 2 * i >= units;
    put(trial, random, i, PHASES[late ? 1 : 0], BASE_RATES[late ? 1 : 0]);
  }
  trial.length = units;
}

/** A base rate that swings between 5 % and 25 %, ten times, at a fixed split. */
function drawCycle(trial: Trial, random: Random, units: number): void {
  for (let i = 0; i < units; i++)
    put(trial, random, i, 0.5, 0.15 + 0.1 * Math.sin((20 * Math.PI * i) / units));
  trial.length = units;
}

function put(trial: Trial, random: Random, i: number, share: number, chance: number): void {
  trial.variants[i] = random.uniform() < share ? 1 : 0;
  trial.values[i] = random.uniform() < chance ? 1 : 0;
  trial.shares[i] = share;
}

function pooledStop(trial: Trial, units: number): number {
  const [counts, sums] = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < trial.length; i++) {
    const variant = trial.variants[i]!;
    counts[variant]! += 1;
    sums[variant]! += trial.values[i]!;
    const [n0, n1] = [counts[0]!, counts[1]!];
    if (n0 < 30 || n1 < 30) continue;
    const common = (sums[0]! + sums[1]!) / (n0 + n1);
    const error = common * (1 - common) * (1 / n0 + 1 / n1);
    const gap = sums[1]! / n1 - sums[0]! / n0;
    if (error > 0 && Math.abs(gap) >= CONSTANT * ((i + 1) / units) ** -0.25 * Math.sqrt(error)) return i + 1;
  }
  return 0;
}
