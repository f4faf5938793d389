import { advance } from './advance';
import { countAssignment } from './count-assignment';
import { countExcluded } from './count-excluded';
import { decide } from './decide';
import { type Decision } from './decision';
import { type ExperimentSettings } from './experiment-settings';
import { type Exclusion, type StatisticsState } from './statistics-state';
import { type Unit } from './unit';

/** What can happen to an experiment's data, at its due time. */
export type ExperimentEvent =
  | { readonly kind: 'unit'; readonly unit: Unit }
  | {
      readonly kind: 'assignment';
      readonly at: number;
      readonly variant: number;
      readonly propensities: readonly number[];
    }
  | { readonly kind: 'exclusion'; readonly at: number; readonly exclusion: Exclusion };

/**
 * Takes one event into the state and decides, so that the verdict is the same for any batching. CHANGES `state` unless
 * the experiment was over before the event.
 *
 * Time itself can decide (a success that waits for the minimum runtime, the maximum runtime), so it decides before the
 * event is counted, at the event's time, and again after. The first decisive answer ends the experiment: no further
 * event may be given. When no event is left, `decide(state, settings, now)` lets time pass.
 */
export function evaluateEvent(
  state: StatisticsState,
  settings: ExperimentSettings,
  event: ExperimentEvent,
): Decision {
  const at = event.kind === 'unit' ? event.unit.at : event.at;
  const before = decide(state, settings, at);
  if (before.decisive) return before;
  if (event.kind === 'unit') advance(state, settings, event.unit);
  else if (event.kind === 'assignment') {
    countAssignment(state, settings, event.variant, event.propensities);
  } else countExcluded(state, event.exclusion);
  return decide(state, settings, at);
}
