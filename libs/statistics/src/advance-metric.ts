import { addToMoments } from './add-to-moments';
import { advanceSampleRatio } from './advance-sample-ratio';
import { analysedValue } from './analysed-value';
import { type CompiledMetric, type CompiledSettings } from './compile-settings';
import { type ExperimentSettings } from './experiment-settings';
import { advanceExact } from './advance-exact';
import { advanceLargeSample } from './advance-large-sample';
import { largestLog } from './log-evidence';
import { MISSING_CONCENTRATIONS, missingLogEvidence } from './missing-evidence';
import { freeze } from './pair-moments';
import { type ComparisonState, type MetricState } from './statistics-state';
import { type Unit } from './unit';

/** Conditional shares that differ by less are the same split written with different rounding. */
const SAME_SPLIT = 1e-9;

/**
 * Takes one unit into one metric: its moments, every comparison it is part of, or the count of missing values.
 * CHANGES `state`. `seq` is the unit's number.
 */
export function advanceMetric(
  state: MetricState,
  metric: CompiledMetric,
  plan: CompiledSettings,
  settings: ExperimentSettings,
  unit: Unit,
  seq: number,
): void {
  const raw = takeRaw(state, metric, plan, unit, seq);
  if (raw === null) return;
  const value = analysedValue(metric.design, raw);
  // A control unit is part of every comparison, another one of its own.
  const first = unit.variant === 0 ? 1 : unit.variant;
  const last = unit.variant === 0 ? state.moments.length - 1 : unit.variant;
  for (let variant = first; variant <= last; variant++) followSplit(state, variant, unit, seq);
  addToMoments(state.moments[unit.variant]!, value);
  for (let variant = first; variant <= last; variant++) {
    const comparison = state.comparisons[variant - 1]!;
    advanceLargeSample(state, comparison, metric, settings, variant, seq);
    const propensity = shareOfPair(unit, variant);
    if (comparison.betting && propensity > 0 && propensity < 1) {
      const isVariant = unit.variant === variant;
      advanceExact(state, comparison, metric, settings, { variant, value, isVariant, propensity, seq });
    }
  }
}

/** The unit's value, or null when it has none and is left out. */
function takeRaw(
  state: MetricState,
  metric: CompiledMetric,
  plan: CompiledSettings,
  unit: Unit,
  seq: number,
): number | null {
  const raw = unit.values[metric.index]!;
  if (metric.design.missing !== 'exclude') return raw ?? metric.design.missing;
  const missing = state.missing!;
  const kept = raw === null ? missing.absent : missing.present;
  advanceSampleRatio(kept, unit.variant, unit.propensities, MISSING_CONCENTRATIONS);
  if (missing.alarmed !== null || nearest(missing) < plan.missingLog) return raw;
  if (missingLogEvidence(state)! >= plan.missingLog) missing.alarmed = seq;
  return raw;
}

/** No mixture of the two tests is above it. */
function nearest({ absent, present }: NonNullable<MetricState['missing']>): number {
  return Math.max(largestLog(absent.logs), largestLog(present.logs));
}

/**
 * Ends the large-sample tests of a pair whose split changes: a ramp with a drifting base rate makes their means differ
 * without any effect (54 % false positives). The exact test uses each unit's own split and goes on.
 */
function followSplit(state: MetricState, variant: number, unit: Unit, seq: number): void {
  const comparison: ComparisonState = state.comparisons[variant - 1]!;
  const propensity = shareOfPair(unit, variant);
  const usable = propensity > 0 && propensity < 1;
  if (comparison.propensity === null && usable) comparison.propensity = propensity;
  if (comparison.frozen !== null) return;
  if (usable && Math.abs(propensity - comparison.propensity!) <= SAME_SPLIT) return;
  freeze(state, comparison, variant, 'split_changed', seq);
}

function shareOfPair(unit: Unit, variant: number): number {
  const control = unit.propensities[0]!;
  const other = unit.propensities[variant]!;
  return other / (control + other);
}
