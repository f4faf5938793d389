import { advance } from '../advance';
import { type ExperimentSettings } from '../experiment-settings';
import { initialState } from '../initial-state';
import { type Cell } from './replicate';
import { pairSettings, STARTED_AT } from './sequential-test';

/**
 * Conversations without an outcome, as often in the control as `rates[0]` and in the variant as `rates[1]`, watched at every unit.
 * Column: the unit at which the alarm says that the variants differ in that (0.1 %).
 */
export function missingCell(rates: readonly [number, number], units: number): Cell {
  return {
    name: `missing outcomes ${rates[0]} and ${rates[1]}`,
    columns: ['alarm'],
    cost: units * 2,
    prepare: () => {
      const base = pairSettings({
        mode: 'planned',
        kind: 'bounded',
        plannedUnits: units,
        horizonUnits: 2 * units,
      });
      const metrics = base.metrics.map((metric) => ({ ...metric, missing: 'exclude' as const }));
      const settings: ExperimentSettings = { ...base, metrics };
      const unit = {
        variant: 0,
        propensities: [0.5, 0.5],
        values: [null] as (number | null)[],
        at: STARTED_AT,
      };
      return (random, row) => {
        const state = initialState(settings);
        row[0] = 0;
        for (let i = 1; i <= units; i++) {
          unit.variant = random.uniform() < 0.5 ? 1 : 0;
          unit.values[0] = random.uniform() < rates[unit.variant as 0 | 1] ? null : random.uniform();
          advance(state, settings, unit);
          if (state.metrics[0]!.missing!.alarmed === null) continue;
          row[0] = i;
          return;
        }
      };
    },
  };
}

export const MISSING_CELLS = [
  missingCell([0.1, 0.1], 4_000),
  missingCell([0.05, 0.15], 4_000),
  missingCell([0.1, 0.13], 16_000),
] as const;
