import { compileSettings, type CompiledSettings } from './compile-settings';
import { type Decision, type DecisiveCrossing, type Reason, type Verdict } from './decision';
import { type ExperimentSettings } from './experiment-settings';
import { findBetter } from './find-better';
import { findFutility } from './find-futility';
import { findHarm } from './find-harm';
import { findHorizon, findNoDifference } from './find-horizon';
import { findSampleRatio } from './find-sample-ratio';
import { underpowered } from './find-underpowered';
import { duration, reason } from './reason';
import { type StatisticsState } from './statistics-state';

/**
 * The verdict on what the state has seen, at epoch milliseconds `now`. Changes nothing, depends on nothing else.
 *
 * The order, first match wins (README says why):
 * 1. `harmful`: a guardrail's harm alarm. Decisive.
 * 2. `invalid_srm`: the units did not arrive in the declared proportions. Not decisive, and nothing below is.
 * 3. `harmful`: every variant significantly worse on a success metric. Decisive.
 * 4. `success`: a variant is significantly better and nothing blocks it. Decisive. With a block `waiting`, until the
 *    maximum runtime is over (then 5) or a block can never go away (then 7).
 * 5. maximum runtime over: `no_meaningful_difference` or `inconclusive`. Decisive.
 * 6. `futile`: the boundary is too unlikely to be reached. Decisive.
 * 7. horizon reached by all success comparisons: `no_meaningful_difference` or `inconclusive`. Decisive.
 * 8. `running`.
 *
 * Cheap: no quadrature; the boundaries were checked when the units came.
 * @example if (decide(state, settings, unit.at).decisive) complete();
 */
export function decide(state: StatisticsState, settings: ExperimentSettings, now: number): Decision {
  const plan = compileSettings(settings);
  const ratio = findSampleRatio(state, settings, plan);
  // Back to the control is the safe answer to an alarm, also when the data are otherwise in doubt.
  const harm = findHarm(state, settings, plan, !ratio.alarmed);
  if (harm !== null) return answer(state, 'harmful', true, [...harm.reasons, ...ratio.reasons], harm);
  if (ratio.alarmed) return answer(state, 'invalid_srm', false, ratio.reasons);

  const better = findBetter(state, settings, plan, now);
  if (better !== null && better.blocks.length === 0) {
    return answer(state, 'success', true, [...better.reasons, ...ratio.reasons], better);
  }
  const rest = [...(better?.reasons ?? []), ...(better?.blocks ?? []), ...ratio.reasons];
  if (now >= plan.deadline) {
    const message = `The maximum runtime of ${duration(settings.maximumRuntimeMs)} is over.`;
    const end = reason('maximum_runtime', message, { maximumRuntimeMs: settings.maximumRuntimeMs });
    return ended(state, settings, plan, [end, ...rest], better === null);
  }
  if (better !== null && !better.hopeless) {
    return answer(state, 'waiting', false, rest, { crossing: better.crossing });
  }
  if (better === null && settings.futility) {
    const futile = findFutility(state, settings, plan);
    if (futile !== null)
      return answer(state, 'futile', true, [...futile, ...underpowered(settings), ...rest]);
  }
  const horizon = findHorizon(state, settings, plan);
  if (better !== null || horizon.reached) {
    const message = 'The planned number of units is reached without a variant that can be shipped.';
    const end = reason('horizon_reached', message, { horizonUnits: settings.horizonUnits });
    return ended(state, settings, plan, [end, ...rest], better === null);
  }
  return answer(state, 'running', false, [...horizon.reasons, ...underpowered(settings), ...rest]);
}

/** The end without a winner: is any difference too small to matter, or is it just not known? */
function ended(
  state: StatisticsState,
  settings: ExperimentSettings,
  plan: CompiledSettings,
  reasons: readonly Reason[],
  undecided: boolean,
): Decision {
  const none = undecided ? findNoDifference(state, settings, plan) : null;
  const verdict = none === null ? 'inconclusive' : 'no_meaningful_difference';
  // Where the little there was room for has shown that any difference is too small, it was enough.
  return answer(state, verdict, true, [...reasons, ...(none ?? (undecided ? underpowered(settings) : []))]);
}

/** What a verdict may carry besides its reasons. */
interface Found {
  readonly winner?: number | null;
  readonly winners?: readonly number[];
  readonly crossing?: DecisiveCrossing;
}

function answer(
  state: StatisticsState,
  verdict: Verdict,
  decisive: boolean,
  reasons: readonly Reason[],
  found: Found = {},
): Decision {
  return {
    verdict,
    decisive,
    reasons,
    winner: found.winner ?? null,
    winners: found.winners ?? [],
    method: found.crossing?.method ?? null,
    crossing: found.crossing ?? null,
    seq: state.units,
  };
}
