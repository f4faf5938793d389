import { type StatisticsState } from './statistics-state';

/** Share of the settled conversations that saw more than one variant, in [0, 1]. */
export function mixedShare(state: StatisticsState): number {
  const { mixed } = state.excluded;
  return mixed === 0 ? 0 : mixed / (mixed + state.units);
}
