import { twoSidedLog } from './advance-exact';
import { closedEvidence } from './closed-evidence';
import { type CompiledMetric, type CompiledSettings } from './compile-settings';
import { exactCrossing } from './exact-crossing';
import { type ExperimentSettings } from './experiment-settings';
import { largeSampleLook } from './large-sample-look';
import { BET_WEIGHTS, largestLog, logMixture } from './log-evidence';
import { boundaryCrossing, plannedScore } from './planned-score';
import { plannedConstant } from './planned-constant';
import {
  type ComparisonState,
  type Crossing,
  type MetricState,
  type StatisticsState,
} from './statistics-state';

/** One hypothesis of the family: this variant makes no difference on this success metric. */
interface Hypothesis {
  readonly metric: CompiledMetric;
  readonly state: MetricState;
  readonly comparison: ComparisonState;
  readonly variant: number;
}

/**
 * Rejects the hypotheses of the family (variants x success metrics) that the state allows to be rejected, and stores
 * the unit at which each first was. CHANGES `state`.
 *
 * Planned boundary: weighted Holm, the alpha of a rejected hypothesis goes to the others, which are looked at again as
 * they are now (after the horizon: as they were there). A rejection stays; a peak that is over never becomes one, or a
 * variant that looks worse today would be declared better. Exact test: closed testing by averaging evidence. Each keeps
 * its own part of alpha.
 */
export function rejectHypotheses(
  state: StatisticsState,
  plan: CompiledSettings,
  settings: ExperimentSettings,
): void {
  if (!mayReject(state, plan)) return;
  const family: Hypothesis[] = [];
  for (const metric of plan.success) {
    const own = state.metrics[metric.index]!;
    for (let variant = 1; variant < settings.variants.length; variant++) {
      family.push({ metric, state: own, comparison: own.comparisons[variant - 1]!, variant });
    }
  }
  if (plan.alpha.planned > 0) rejectPlanned(family, plan, settings, state.units);
  if (plan.alpha.exact > 0) rejectExact(family, plan, settings, state.units);
}

/** The quick look at every unit: false when certainly nothing can be rejected. */
function mayReject(state: StatisticsState, plan: CompiledSettings): boolean {
  for (const metric of plan.success) {
    for (const comparison of state.metrics[metric.index]!.comparisons) {
      if (comparison.planned !== null || comparison.exact !== null) return true;
      if (Math.abs(comparison.peak) >= metric.constant) return true;
      if (comparison.betting !== null && comparison.betting.peak >= plan.exactLog) return true;
    }
  }
  return false;
}

function rejectPlanned(
  family: readonly Hypothesis[],
  plan: CompiledSettings,
  settings: ExperimentSettings,
  seq: number,
): void {
  let open = family.filter(({ comparison }) => comparison.planned === null);
  for (;;) {
    const weight = open.reduce((sum, { metric }) => sum + metric.weight, 0);
    const all = open.length === family.length;
    const rejected = open.filter((hypothesis) => {
      const { metric, state, comparison, variant } = hypothesis;
      if (comparison.peak === 0) return false;
      const constant = all ? metric.constant : plannedConstant((plan.alpha.planned * metric.weight) / weight);
      // Never above the peak, which saves the look.
      if (!(Math.abs(comparison.peak) >= constant)) return false;
      const look = largeSampleLook(state, metric, settings, variant);
      const score = look === null ? 0 : plannedScore(look);
      if (look === null || !(Math.abs(score) >= constant)) return false;
      comparison.planned = boundaryCrossing(look, metric.improvement, score, constant, seq);
      return true;
    });
    if (rejected.length === 0) return;
    open = open.filter((hypothesis) => !rejected.includes(hypothesis));
  }
}

function rejectExact(
  family: readonly Hypothesis[],
  plan: CompiledSettings,
  settings: ExperimentSettings,
  seq: number,
): void {
  const bets = family.filter(({ comparison }) => comparison.betting !== null);
  // Closed evidence is never above a hypothesis' own: without one that ever got there, nothing can be rejected.
  if (!bets.some((hypothesis) => isNear(hypothesis, plan.exactLog))) return;
  const logs = bets.map(({ comparison }) => twoSidedLog(comparison));
  const weights = bets.map(({ metric }) => metric.weight);
  const closed = closedEvidence(logs, weights);
  bets.forEach((hypothesis, index) => {
    const { metric, state, comparison, variant } = hypothesis;
    const [up, down] = [mixtureOf(comparison.betting!.up), mixtureOf(comparison.betting!.down)];
    const store = (rose: boolean, statistic: number): Crossing => {
      const direction = (rose ? 1 : -1) === metric.improvement ? 1 : -1;
      const seen = { direction, statistic, threshold: plan.exactLog } as const;
      return exactCrossing(state, settings, variant, seq, seen);
    };
    if (comparison.exact === null) {
      if (closed[index]! >= plan.exactLog) comparison.exact = store(up >= down, closed[index]!);
    } else if (isNear(hypothesis, plan.exactLog)) {
      const rose = comparison.exact.direction !== metric.improvement;
      // Half of the two-sided evidence is this side's: alone it must be enough.
      const own = logs.map((log, at) => (at === index ? (rose ? up : down) - Math.LN2 : log));
      const statistic = closedEvidence(own, weights)[index]!;
      if (statistic >= plan.exactLog) comparison.exactReversal = store(rose, statistic);
    }
  });
}

/** Whether a hypothesis may be rejected, or the other side of a rejected one reached: quick, and never wrongly no. */
function isNear({ metric, comparison }: Hypothesis, needed: number): boolean {
  const { exact, exactReversal, betting } = comparison;
  if (exact === null) return betting!.peak >= needed;
  if (exactReversal !== null) return false;
  const other = exact.direction === metric.improvement ? betting!.down : betting!.up;
  return largestLog(other) - Math.LN2 >= needed;
}

function mixtureOf(logs: readonly number[]): number {
  return logMixture(logs, BET_WEIGHTS);
}
