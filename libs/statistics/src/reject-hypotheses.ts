import { twoSidedLog } from './advance-exact';
import { closedEvidence } from './closed-evidence';
import { type CompiledMetric, type CompiledSettings } from './compile-settings';
import { exactCrossing } from './exact-crossing';
import { type ExperimentSettings } from './experiment-settings';
import { horizonShare } from './horizon-share';
import { BET_WEIGHTS, logMixture } from './log-evidence';
import { pairMoments } from './pair-moments';
import { plannedConstant } from './planned-constant';
import { type ComparisonState, type MetricState, type StatisticsState } from './statistics-state';

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
 * Planned boundary: weighted Holm, the alpha of a rejected hypothesis goes to the others (a boundary once reached
 * stays reached). Exact test: closed testing by averaging evidence. Each keeps its own part of alpha.
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
      const { metric, comparison } = hypothesis;
      if (comparison.peak === 0) return false;
      const constant = all ? metric.constant : plannedConstant((plan.alpha.planned * metric.weight) / weight);
      if (Math.abs(comparison.peak) < constant) return false;
      rejectByBoundary(hypothesis, settings, seq, constant);
      return true;
    });
    if (rejected.length === 0) return;
    open = open.filter((hypothesis) => !rejected.includes(hypothesis));
  }
}

function rejectByBoundary(
  { metric, state, comparison, variant }: Hypothesis,
  settings: ExperimentSettings,
  seq: number,
  constant: number,
): void {
  const pair = pairMoments(state, variant);
  const { count } = pair.control;
  const t = horizonShare(count, pair.variant.count, comparison.propensity!, settings.horizonUnits);
  const root = Math.sqrt(Math.sqrt(t));
  comparison.planned = {
    seq,
    method: 'large-sample',
    direction: comparison.peak * metric.improvement > 0 ? 1 : -1,
    effect: pair.variant.mean - pair.control.mean + 0,
    t,
    statistic: comparison.peak / root,
    threshold: constant / root,
  };
}

function rejectExact(
  family: readonly Hypothesis[],
  plan: CompiledSettings,
  settings: ExperimentSettings,
  seq: number,
): void {
  const bets = family.filter(({ comparison }) => comparison.betting !== null);
  // Closed evidence is never above a hypothesis' own: without one that ever got there, nothing can be rejected.
  const near = ({ comparison }: Hypothesis) =>
    comparison.exact === null && comparison.betting!.peak >= plan.exactLog;
  if (!bets.some(near)) return;
  const logs = bets.map(({ comparison }) => twoSidedLog(comparison));
  const closed = closedEvidence(
    logs,
    bets.map(({ metric }) => metric.weight),
  );
  bets.forEach(({ metric, state, comparison, variant }, index) => {
    if (comparison.exact !== null || closed[index]! < plan.exactLog) return;
    const { up, down } = comparison.betting!;
    const rose = logMixture(up, BET_WEIGHTS) >= logMixture(down, BET_WEIGHTS);
    const direction = (rose ? 1 : -1) === metric.improvement ? 1 : -1;
    const seen = { direction, statistic: closed[index]!, threshold: plan.exactLog } as const;
    comparison.exact = exactCrossing(state, settings, variant, seq, seen);
  });
}
