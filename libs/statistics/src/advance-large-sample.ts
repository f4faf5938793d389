import { boundaryCrossing, plannedScore } from './planned-score';
import { type CompiledMetric, type GuardrailThreshold } from './compile-settings';
import { type ExperimentSettings } from './experiment-settings';
import { horizonShare } from './horizon-share';
import { largeSampleLook, type LargeSampleLook, OPEN_ENDED_MINIMUM } from './large-sample-look';
import { openEndedRadius } from './open-ended-radius';
import { freeze } from './pair-moments';
import { type ComparisonState, type Crossing, type MetricState } from './statistics-state';
import { tToZ } from './t-to-z';

/**
 * Looks at one pair with the large-sample tests after a unit of it was added: the planned boundary
 * |Z| >= c * t^(-1/4) up to the horizon, or without a horizon the open-ended one. CHANGES `comparison`.
 *
 * What a success metric's boundary is depends on its family: `rejectHypotheses` looks at it. Only the other side of one
 * that was reached is looked at here. The harm alarm of a guardrail goes on after the horizon.
 */
export function advanceLargeSample(
  state: MetricState,
  comparison: ComparisonState,
  metric: CompiledMetric,
  settings: ExperimentSettings,
  variant: number,
  seq: number,
): void {
  if (comparison.frozen !== null) {
    if (comparison.frozen.reason === 'horizon') {
      lookForLateHarm(state, comparison, metric, settings, variant, seq);
    }
    return;
  }
  if (!(metric.usesPlanned || metric.usesOpenEnded)) return;
  if (metric.design.role === 'guardrail') {
    lookForSafety(state, comparison, metric, settings, variant, seq);
    lookForHarm(state, comparison, metric, settings, variant, seq);
  } else {
    const look = largeSampleLook(state, metric, settings, variant);
    if (look !== null && metric.usesOpenEnded) lookOpenEnded(comparison, metric, look, seq);
    else if (look !== null) lookPlanned(comparison, metric, look, seq);
  }
  // The look at the horizon itself was the last one.
  if (metric.usesPlanned && isAtHorizon(state, comparison, settings, variant)) {
    freeze(state, comparison, variant, 'horizon', seq);
  }
}

function lookPlanned(
  comparison: ComparisonState,
  metric: CompiledMetric,
  look: LargeSampleLook,
  seq: number,
): void {
  const score = plannedScore(look);
  if (Math.abs(score) > Math.abs(comparison.peak)) comparison.peak = score;
  const { planned } = comparison;
  if (planned === null || comparison.plannedReversal !== null) return;
  if (score * planned.statistic > 0) return;
  // Both sides of a boundary belong to one two-sided error.
  const constant = planned.threshold * Math.sqrt(Math.sqrt(planned.t));
  if (Math.abs(score) >= constant) {
    comparison.plannedReversal = boundaryCrossing(look, metric.improvement, score, constant, seq);
  }
}

function lookOpenEnded(
  comparison: ComparisonState,
  metric: CompiledMetric,
  look: LargeSampleLook,
  seq: number,
): void {
  if (comparison.plannedReversal !== null) return;
  const threshold = openEndedRadius(look.effectiveUnits, metric.openEndedAlpha, metric.plannedUnits);
  const statistic = zOf(look.effect, look);
  if (!(Math.abs(statistic) >= threshold)) return;
  const direction = statistic * metric.improvement > 0 ? 1 : -1;
  const found = crossing(seq, direction, look, statistic, threshold);
  if (comparison.planned === null) comparison.planned = found;
  else if (comparison.planned.direction !== direction) comparison.plannedReversal = found;
}

/** Is the harm below the margin? Judged with the variance there would be at the margin. */
function lookForSafety(
  state: MetricState,
  comparison: ComparisonState,
  metric: CompiledMetric,
  settings: ExperimentSettings,
  variant: number,
  seq: number,
): void {
  if (comparison.nonInferior !== null) return;
  const margin = metric.design.margin!;
  const look = largeSampleLook(state, metric, settings, variant, -metric.improvement * margin);
  if (look === null) return;
  const spare = reach(metric, metric.nonInferior, look, margin + metric.improvement * look.effect);
  if (spare.scaled > comparison.peak) comparison.peak = spare.scaled;
  if (spare.statistic >= spare.threshold) {
    comparison.nonInferior = crossing(seq, 1, look, spare.statistic, spare.threshold);
  }
}

/** Is there harm? */
function lookForHarm(
  state: MetricState,
  comparison: ComparisonState,
  metric: CompiledMetric,
  settings: ExperimentSettings,
  variant: number,
  seq: number,
): void {
  if (comparison.harm !== null) return;
  const look = largeSampleLook(state, metric, settings, variant);
  if (look === null) return;
  const alarm = reach(metric, metric.harm, look, -metric.improvement * look.effect);
  if (alarm.statistic >= alarm.threshold) {
    comparison.harm = crossing(seq, -1, look, alarm.statistic, alarm.threshold);
  }
}

/**
 * Is there harm by now, after the horizon? From all units, by the open-ended boundary with its own part of the error: a
 * success that waits goes on taking traffic, and a guardrail without bounds has no exact test to watch it.
 */
function lookForLateHarm(
  state: MetricState,
  comparison: ComparisonState,
  metric: CompiledMetric,
  settings: ExperimentSettings,
  variant: number,
  seq: number,
): void {
  const alpha = metric.harm.openEndedAlpha;
  if (comparison.harm !== null || alpha === null) return;
  const pair = { control: state.moments[0]!, variant: state.moments[variant]! };
  if (pair.control.count < OPEN_ENDED_MINIMUM || pair.variant.count < OPEN_ENDED_MINIMUM) return;
  const look = largeSampleLook(state, metric, settings, variant, 0, pair);
  if (look === null) return;
  // Tuned to where it begins.
  const threshold = openEndedRadius(look.effectiveUnits, alpha, settings.horizonUnits);
  const statistic = zOf(-metric.improvement * look.effect, look);
  if (statistic >= threshold) comparison.harm = crossing(seq, -1, look, statistic, threshold);
}

/** How far a one-sided distance is, and how far it has to be. */
function reach(
  metric: CompiledMetric,
  limit: GuardrailThreshold,
  look: LargeSampleLook,
  distance: number,
): { statistic: number; threshold: number; scaled: number } {
  if (metric.usesOpenEnded && limit.openEndedAlpha !== null) {
    const threshold = openEndedRadius(look.effectiveUnits, limit.openEndedAlpha, metric.plannedUnits);
    return { statistic: zOf(distance, look), threshold, scaled: 0 };
  }
  const statistic = zOf(distance, look);
  const root = Math.sqrt(Math.sqrt(look.t));
  const threshold = limit.constant === null ? Infinity : limit.constant / root;
  return { statistic, threshold, scaled: statistic * root };
}

function zOf(distance: number, look: LargeSampleLook): number {
  return tToZ(distance / Math.sqrt(look.variance), look.degreesOfFreedom);
}

function isAtHorizon(
  state: MetricState,
  comparison: ComparisonState,
  settings: ExperimentSettings,
  variant: number,
): boolean {
  const control = state.moments[0]!.count;
  const other = state.moments[variant]!.count;
  return horizonShare(control, other, comparison.propensity!, settings.horizonUnits) >= 1;
}

function crossing(
  seq: number,
  direction: 1 | -1,
  look: LargeSampleLook,
  statistic: number,
  threshold: number,
): Crossing {
  const { effect, t } = look;
  return { seq, method: 'large-sample', direction, effect, t, statistic, threshold };
}
