import { advanceBetting, advanceGuardrailBetting, type Bet } from './advance-betting';
import { type CompiledMetric } from './compile-settings';
import { exactCrossing } from './exact-crossing';
import { type ExperimentSettings } from './experiment-settings';
import { BET_WEIGHTS, largestLog, logMean, logMixture } from './log-evidence';
import { type ComparisonState, type MetricState } from './statistics-state';

/** One unit of a pair, on the analysed scale. */
export interface PairUnit {
  readonly variant: number;
  readonly value: number;
  readonly isVariant: boolean;
  readonly propensity: number;
  readonly seq: number;
}

/**
 * Takes one unit of a pair into the exact test. CHANGES `comparison`.
 *
 * A success metric's evidence is only remembered here; `rejectHypotheses` judges it within its family.
 */
export function advanceExact(
  state: MetricState,
  comparison: ComparisonState,
  metric: CompiledMetric,
  settings: ExperimentSettings,
  unit: PairUnit,
): void {
  const betting = comparison.betting!;
  const [low, high] = metric.bounds!;
  const bet: Bet = {
    value: (unit.value - low) / (high - low),
    isVariant: unit.isVariant,
    propensity: unit.propensity,
    plannedUnits: metric.plannedUnits,
  };
  if (metric.design.role === 'success') {
    advanceBetting(betting, bet);
    if (Math.max(largestLog(betting.up), largestLog(betting.down)) <= betting.peak) return;
    const log = twoSidedLog(comparison);
    if (log > betting.peak) betting.peak = log;
    return;
  }
  const harmSign = metric.improvement === 1 ? -1 : 1;
  advanceGuardrailBetting(betting, bet, harmSign, metric.design.margin! / (high - low));
  const { nonInferior, harm } = metric;
  if (largestLog(betting.up) > betting.peak) {
    const spared = logMixture(betting.up, BET_WEIGHTS);
    if (spared > betting.peak) betting.peak = spared;
  }
  if (comparison.nonInferior === null && betting.peak >= nonInferior.logEvidence) {
    const spared = betting.peak;
    const seen = { direction: 1, statistic: spared, threshold: nonInferior.logEvidence } as const;
    comparison.nonInferior = exactCrossing(state, settings, unit.variant, unit.seq, seen);
  }
  if (comparison.harm !== null || largestLog(betting.down) < harm.logEvidence) return;
  const harmed = logMixture(betting.down, BET_WEIGHTS);
  if (harmed >= harm.logEvidence) {
    const seen = { direction: -1, statistic: harmed, threshold: harm.logEvidence } as const;
    comparison.harm = exactCrossing(state, settings, unit.variant, unit.seq, seen);
  }
}

/** ln of the evidence of a success metric against no difference in either direction; 0 without an exact test. */
export function twoSidedLog(comparison: ComparisonState): number {
  if (comparison.betting === null) return 0;
  return logMean(
    logMixture(comparison.betting.up, BET_WEIGHTS),
    logMixture(comparison.betting.down, BET_WEIGHTS),
  );
}
