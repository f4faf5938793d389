import { countAssignment } from '../count-assignment';
import { initialState } from '../initial-state';
import { type Cell } from './replicate';
import { pairSettings } from './sequential-test';

/** chi^2 with one degree of freedom at 0.001, what most systems alarm at. */
const CHI_SQUARE = 10.827566170662733;
/** ln 1000. */
const ALARM = Math.log(1000);
/** Fewer units than this and a chi-square is not looked at. */
const CHI_SQUARE_FROM = 20;

/**
 * Assignments at `actual` instead of 50 %, watched at every unit. Columns: units at the alarm of the production test, of the
 * single concentration of 10,000 (GrowthBook), and of chi-square below 0.001 looked at again and again.
 */
export function sampleRatioCell(actual: number, units: number): Cell {
  return {
    name: `sample ratio ${actual}`,
    columns: ['mixture', 'single', 'chi-square'],
    cost: units,
    prepare: () => {
      const settings = pairSettings({
        mode: 'hybrid',
        kind: 'binary',
        plannedUnits: 1000,
        horizonUnits: 1190,
      });
      const propensities = [0.5, 0.5];
      return (random, row) => {
        const state = initialState(settings);
        const { assignment } = state;
        row.fill(0);
        for (let i = 1; i <= units; i++) {
          countAssignment(state, settings, random.uniform() < actual ? 1 : 0, propensities);
          if (row[0] === 0 && assignment.alarmed !== null) row[0] = assignment.alarmed;
          if (row[1] === 0 && assignment.logs[2]! >= ALARM) row[1] = i;
          const gap = assignment.counts[1]! - assignment.counts[0]!;
          if (row[2] === 0 && i >= CHI_SQUARE_FROM && (gap * gap) / i >= CHI_SQUARE) row[2] = i;
          if (row[0] !== 0 && row[1] !== 0 && row[2] !== 0) return;
        }
      };
    },
  };
}

export function sampleRatioCells(): Cell[] {
  return [
    sampleRatioCell(0.5, 20_000),
    sampleRatioCell(0.52, 60_000),
    sampleRatioCell(0.55, 20_000),
    sampleRatioCell(0.6, 10_000),
  ];
}
