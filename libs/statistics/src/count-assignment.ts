import { checkPropensities } from './check-unit';
import { advanceSampleRatio, noteSampleRatio } from './advance-sample-ratio';
import { compileSettings } from './compile-settings';
import { type ExperimentSettings } from './experiment-settings';
import { type StatisticsState } from './statistics-state';

/**
 * Counts one assigned unit in the sample-ratio test at assignment. CHANGES `state` and returns it.
 *
 * `propensities`: shares of the variants in force at that moment, by index, up to a common factor.
 * Errors: RangeError when the variant was not being assigned.
 * @example countAssignment(state, settings, 1, [0.5, 0.5])
 */
export function countAssignment(
  state: StatisticsState,
  settings: ExperimentSettings,
  variant: number,
  propensities: readonly number[],
): StatisticsState {
  const { sampleRatioLog } = compileSettings(settings);
  checkPropensities(variant, propensities, settings.variants.length);
  advanceSampleRatio(state.assignment, variant, propensities);
  noteSampleRatio(state.assignment, sampleRatioLog);
  return state;
}
