import { largestLog, logMixture } from './log-evidence';
import { type SampleRatioState } from './statistics-state';

/** Prior concentrations of the mixture: from gross mismatches seen at once to small ones seen late. */
export const SAMPLE_RATIO_CONCENTRATIONS = [100, 1000, 10000] as const;
const WEIGHTS = [1 / 3, 1 / 3, 1 / 3] as const;

/**
 * Counts one unit in a test that units arrive in the declared proportions, valid at every unit. CHANGES `state`.
 *
 * Dirichlet-multinomial evidence (Lindon & Malek, arXiv 2011.03567), averaged over concentrations: each unit multiplies
 * it by its predicted probability over its declared one, the one in force for that unit, so changing shares and any
 * number of variants are fine. `propensities` need only be proportional; the unit's own must be > 0 (RangeError).
 */
export function advanceSampleRatio(
  state: SampleRatioState,
  variant: number,
  propensities: readonly number[],
  concentrations: readonly number[] = SAMPLE_RATIO_CONCENTRATIONS,
): void {
  let total = 0;
  for (let i = 0; i < propensities.length; i++) total += propensities[i]!;
  const declared = propensities[variant]! / total;
  if (!(declared > 0 && declared <= 1)) {
    throw new RangeError(`variant ${variant} was not being assigned: its share is ${propensities[variant]}`);
  }
  let count = 0;
  for (let i = 0; i < state.counts.length; i++) count += state.counts[i]!;
  for (let k = 0; k < concentrations.length; k++) {
    const concentration = concentrations[k]!;
    const predicted = (concentration * declared + state.counts[variant]!) / (concentration + count);
    state.logs[k]! += Math.log(predicted / declared);
  }
  state.counts[variant]! += 1;
}

/** ln of the evidence against the declared proportions; 0 = none. */
export function sampleRatioLogEvidence(state: SampleRatioState): number {
  return logMixture(state.logs, WEIGHTS);
}

/** Evidence at which people are warned, before the alarm. */
const WARNING_LOG = Math.log(100);

/** Keeps the number of units at which warning and alarm were first reached. CHANGES `state`. */
export function noteSampleRatio(state: SampleRatioState, alarmLog: number): void {
  if (state.alarmed !== null || largestLog(state.logs) < Math.min(WARNING_LOG, alarmLog)) return;
  const log = sampleRatioLogEvidence(state);
  if (log < WARNING_LOG && log < alarmLog) return;
  const units = state.counts.reduce((sum, count) => sum + count, 0);
  state.warned ??= units;
  if (log >= alarmLog) state.alarmed = units;
}

/** No units counted. */
export function emptySampleRatio(variants: number): SampleRatioState {
  return { counts: new Array<number>(variants).fill(0), logs: [0, 0, 0], warned: null, alarmed: null };
}
