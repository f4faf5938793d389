import { advanceMetric } from './advance-metric';
import { advanceSampleRatio, noteSampleRatio } from './advance-sample-ratio';
import { checkUnit } from './check-unit';
import { compileSettings } from './compile-settings';
import { type ExperimentSettings } from './experiment-settings';
import { rejectHypotheses } from './reject-hypotheses';
import { type StatisticsState } from './statistics-state';
import { type Unit } from './unit';

/**
 * Takes one settled unit into the state and looks at every boundary. CHANGES `state` and returns it.
 *
 * Units are given in the order of their due times; what a boundary's first crossing looked like is stored with the
 * unit's number. A unit that falls due at or after the maximum runtime is only counted as late. Cost: a few hundred
 * nanoseconds a metric and comparison, whatever came before. The settings object must be one that is never changed.
 * Errors: RangeError for a unit that does not fit the settings, before anything is changed.
 * @example advance(state, settings, { variant: 1, propensities: [0.5, 0.5], values: [0.7, null], at: 1767225600000 })
 */
export function advance(state: StatisticsState, settings: ExperimentSettings, unit: Unit): StatisticsState {
  const plan = compileSettings(settings);
  checkUnit(unit, settings);
  // One that turns up after its slot is taken where the cursor stands.
  const at = state.lastAt === null ? unit.at : Math.max(state.lastAt, unit.at);
  if (at >= plan.deadline) {
    state.late += 1;
    return state;
  }
  state.units += 1;
  state.lastAt = at;
  advanceSampleRatio(state.settlement, unit.variant, unit.propensities);
  noteSampleRatio(state.settlement, plan.sampleRatioLog);
  for (const metric of plan.metrics) {
    advanceMetric(state.metrics[metric.index]!, metric, plan, settings, unit, state.units);
  }
  rejectHypotheses(state, plan, settings);
  return state;
}
