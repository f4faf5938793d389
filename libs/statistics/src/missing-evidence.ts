import { logMean } from './log-evidence';
import { sampleRatioLogEvidence } from './advance-sample-ratio';
import { type MetricState } from './statistics-state';

/** Lower than for all units: the units without a value are few, and a difference must show early. */
export const MISSING_CONCENTRATIONS = [10, 100, 1000] as const;

/**
 * ln of the evidence that the variants miss outcomes at different rates; null where missing values are imputed.
 *
 * If they do not, the units without a value arrive in the declared proportions, and so do those with one. Both are
 * tested as the sample ratio is, exactly and at every unit, and the two evidences averaged.
 */
export function missingLogEvidence(state: MetricState): number | null {
  if (state.missing === null) return null;
  return logMean(sampleRatioLogEvidence(state.missing.absent), sampleRatioLogEvidence(state.missing.present));
}
