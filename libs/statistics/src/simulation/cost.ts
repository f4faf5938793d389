import { type Mode } from '../experiment-settings';
import { beta } from './distribution';
import { Random } from './random';
import { pairSettings, PairUnit } from './sequential-test';
import { advance } from '../advance';
import { initialState } from '../initial-state';
import { drawTrial, makeTrial } from './trial';

/** Microseconds of production code for a unit of one metric and one comparison, the best of several rounds. */
export function costPerUnit(mode: Mode, now: () => number): number {
  const units = 200_000;
  const trial = makeTrial(units);
  const random = new Random();
  random.start(1, 1, 1);
  drawTrial(trial, random, beta(3, 2), beta(3, 2), 0.5, units);
  const settings = pairSettings({ mode, kind: 'bounded', plannedUnits: units, horizonUnits: 1.2 * units });
  let best = Infinity;
  for (let round = 0; round < 6; round++) {
    const state = initialState(settings);
    const unit = new PairUnit();
    const startedAt = now();
    for (let i = 0; i < units; i++) advance(state, settings, unit.fill(trial, i));
    best = Math.min(best, now() - startedAt);
  }
  return (1000 * best) / units;
}
