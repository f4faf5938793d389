import { advance } from '../advance';
import { DEFAULT_SETTINGS } from '../default-settings';
import { type ExperimentSettings, type MetricDesign, type Mode } from '../experiment-settings';
import { initialState } from '../initial-state';
import { binary, type Distribution, failedCalls, lognormal, spike } from './distribution';
import { type Cell } from './replicate';
import { pairSettings, STARTED_AT } from './sequential-test';

/** A guardrail on a real distribution: what the control is like, and the variant that is exactly as bad as the margin. */
export interface GuardrailCase {
  readonly name: string;
  readonly design: Partial<MetricDesign>;
  readonly control: Distribution;
  readonly atMargin: Distribution;
}

/** exp(0.1): 10 % slower. */
const SLOWER = 0.1;
const CAP = 8;

export const GUARDRAIL_CASES: readonly GuardrailCase[] = [
  {
    name: 'failures 5 %, margin 2.5 points',
    design: { kind: 'binary', direction: 'decrease', margin: 0.025 },
    control: binary(0.05),
    atMargin: binary(0.075),
  },
  {
    name: 'failures 2 %, margin 2 points',
    design: { kind: 'binary', direction: 'decrease', margin: 0.02 },
    control: binary(0.02),
    atMargin: binary(0.04),
  },
  {
    name: 'failures 20 %, margin 5 points',
    design: { kind: 'binary', direction: 'decrease', margin: 0.05 },
    control: binary(0.2),
    atMargin: binary(0.25),
  },
  {
    name: 'errors that never happened, margin 2 points',
    design: { kind: 'bounded', range: [0, 1], direction: 'decrease', margin: 0.02 },
    control: { ...binary(0), kind: 'bounded' },
    atMargin: { ...binary(0.02), kind: 'bounded' },
  },
  {
    name: 'failed calls of 1 % of conversations, margin 2 points',
    design: { kind: 'bounded', range: [0, 1], direction: 'decrease', margin: 0.02 },
    control: failedCalls(0.01),
    atMargin: failedCalls(0.01 + (0.02 * 3) / 1.75),
  },
  {
    name: 'satisfaction with a spike at 0, margin 0.0555',
    design: { kind: 'bounded', range: [0, 1], direction: 'increase', margin: 0.06 * 0.925 },
    control: spike(0.15),
    atMargin: spike(0.21),
  },
  {
    name: 'latency on a log scale, margin 10 %',
    design: { kind: 'continuous', direction: 'decrease', scale: 'log', floor: 1e-6, margin: SLOWER },
    control: lognormal(0.5),
    atMargin: lognormal(0.5, SLOWER),
  },
  {
    name: 'cost winsorised at a cap, margin 0.15',
    design: { kind: 'continuous', direction: 'decrease', floor: 0, cap: CAP, margin: 0.15 },
    control: lognormal(1),
    atMargin: lognormal(1, cappedShift(0.15)),
  },
];

/** ln of the factor that raises the capped mean of a lognormal by `rise`: found by bisection on a midpoint rule. */
function cappedShift(rise: number): number {
  const cappedMean = (shift: number): number => {
    let sum = 0;
    for (let i = 0; i < 4000; i++) {
      const z = -8 + (16 * (i + 0.5)) / 4000;
      sum += Math.min(CAP, Math.exp(shift + z)) * Math.exp((-z * z) / 2);
    }
    return (sum * 16) / 4000 / Math.sqrt(2 * Math.PI);
  };
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (cappedMean(middle) - cappedMean(0) < rise) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * One guardrail, watched at every unit up to the horizon. Columns: the stops of the harm alarm when there is no harm (its error, 1 %),
 * and of non-inferiority when the harm is exactly the margin (its error, 5 %).
 */
export function guardrailCell(each: GuardrailCase, share: number, mode: Mode, horizonUnits = 1200): Cell {
  return {
    name: `guardrail, ${each.name}, ${Math.round(100 * share)} %, ${mode}`,
    columns: ['false alarm', 'false clearance'],
    cost: horizonUnits * 3,
    prepare: () => {
      const settings = guardrailSettings(each, share, mode, horizonUnits);
      const propensities = [1 - share, share];
      const unit = { variant: 0, propensities, values: [0.5, 0], at: STARTED_AT };
      return (random, row) => {
        for (const [column, variant] of [each.control, each.atMargin].entries()) {
          const state = initialState(settings);
          const comparison = state.metrics[1]!.comparisons[0]!;
          row[column] = 0;
          for (let i = 1; i <= horizonUnits; i++) {
            unit.variant = random.uniform() < share ? 1 : 0;
            unit.values[1] = (unit.variant === 1 ? variant : each.control).draw(random);
            advance(state, settings, unit);
            const crossing = column === 0 ? comparison.harm : comparison.nonInferior;
            if (crossing === null) continue;
            row[column] = i;
            break;
          }
        }
      };
    },
  };
}

function guardrailSettings(
  { design }: GuardrailCase,
  share: number,
  mode: Mode,
  horizonUnits: number,
): ExperimentSettings {
  const plannedUnits = Math.round(horizonUnits / 1.2);
  const base = pairSettings({ mode, kind: 'bounded', plannedUnits, horizonUnits, share });
  const success = base.metrics[0]!;
  const guardrail: MetricDesign = {
    ...success,
    name: 'guardrail',
    role: 'guardrail',
    weight: 0,
    range: null,
    minimumDetectableEffect: design.margin!,
    ...design,
  };
  return { ...DEFAULT_SETTINGS, ...base, metrics: [success, guardrail] };
}

export function guardrailCells(): Cell[] {
  return GUARDRAIL_CASES.flatMap((each) =>
    ([0.5, 0.1] as const).flatMap((share) =>
      (['hybrid', 'planned', 'anytime'] as const).map((mode) => guardrailCell(each, share, mode)),
    ),
  );
}
