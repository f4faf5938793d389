import { DEFAULT_SETTINGS } from '../default-settings';
import { type ExperimentSettings, type Mode } from '../experiment-settings';
import { planExperiment } from '../plan-experiment';
import { type Spread } from '../spread';
import { type Distribution } from './distribution';
import { Experiment } from './experiment';
import { type Cell } from './replicate';
import { pairSettings } from './sequential-test';

/** An experiment as it is planned: what is known of the metric before, and a variant that differs by exactly the effect. */
export interface PlannedCase {
  readonly name: string;
  readonly mode: Mode;
  readonly spread: Spread;
  readonly control: Distribution;
  readonly better: Distribution;
  /** First = control; of the others only the second is better. */
  readonly shares: readonly number[];
}

/** Of the units that a plan asks for: an evaluation looks so often. */
const LOOKS = 20;
/** Variants are drawn, so that the slowest pair may need a few units more than planned. */
const ROOM = 1.15;

/** From the plan to the verdict, with futility. Columns: whether the better variant was found, the units, those planned. */
export function plannedCell({ name, mode, spread, control, better, shares }: PlannedCase): Cell {
  const effect = Math.abs(better.mean - control.mean);
  const plan = planExperiment({
    ...DEFAULT_SETTINGS,
    metrics: [{ name: 'metric', role: 'success', weight: 1, spread, effect }],
    shares,
    mode,
    unitsPerDay: 100,
    maximumRuntimeDays: 365,
    maximumUnits: null,
  });
  const pair = pairSettings({
    mode,
    kind: control.kind,
    effect,
    futility: true,
    plannedUnits: plan.plannedUnits,
    horizonUnits: plan.horizonUnits,
  });
  const settings: ExperimentSettings = {
    ...pair,
    variants: shares.map((share, i) => ({ name: String(i), share })),
    metrics: pair.metrics.map((metric) => ({
      ...metric,
      direction: better.mean > control.mean ? 'increase' : 'decrease',
    })),
  };
  return {
    name,
    columns: ['found', 'units', 'planned'],
    cost: 4 * plan.totalUnits,
    prepare: () => {
      const experiment = new Experiment(settings, (random, variant, values) => {
        values[0] = (variant === 1 ? better : control).draw(random);
      });
      return (random, row) => {
        const most = Math.ceil(ROOM * plan.totalUnits);
        const { state, units } = experiment.run(random, most, Math.ceil(plan.totalUnits / LOOKS));
        const { planned, exact } = state.metrics[0]!.comparisons[0]!;
        row[0] = planned?.direction === 1 || exact?.direction === 1 ? 1 : 0;
        row[1] = units;
        row[2] = plan.totalUnits;
      };
    },
  };
}
