import { type Exclusion, type StatisticsState } from './statistics-state';

/**
 * Counts a conversation that is left out of the analysis. CHANGES `state` and returns it.
 *
 * `mixed`: it was exposed to more than one variant; above the settings' limit nothing is shipped.
 */
export function countExcluded(state: StatisticsState, exclusion: Exclusion): StatisticsState {
  state.excluded[exclusion] += 1;
  return state;
}
