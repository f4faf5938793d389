import { beliefOf, mirrored } from './belief';
import { chanceToBeBest } from './chance-to-be-best';
import { priorDeviation } from './chances-of-means';
import { comparisonEvidence } from './comparison-evidence';
import { comparisonInterval } from './comparison-interval';
import { type CompiledMetric } from './compile-settings';
import { type ExperimentSettings } from './experiment-settings';
import { horizonShare } from './horizon-share';
import { evidenceOf } from './log-evidence';
import { medianUnbiasedDrift } from './median-unbiased';
import { normalPosterior } from './normal-posterior';
import { pairMoments } from './pair-moments';
import { type ComparisonResult, type FrozenComparison, type FrozenVariant } from './results';
import { sequentialPValue } from './sequential-p-value';
import { type ComparisonState, type MetricState, type Moments } from './statistics-state';
import { shownInterval } from './shown-interval';
import { successCrossing } from './success-crossing';

/** The read-out of one variant against the control on one metric. */
export function readComparison(
  own: MetricState,
  metric: CompiledMetric,
  settings: ExperimentSettings,
  variant: number,
): ComparisonResult {
  const comparison = own.comparisons[variant - 1]!;
  const { role, scale } = metric.design;
  const control = own.moments[0]!;
  const other = own.moments[variant]!;
  // Of the same moment as the interval beside it: once the large-sample test has ended, of when it did.
  const pair = pairMoments(own, variant);
  const seen = pair.control.count > 0 && pair.variant.count > 0;
  const difference = seen ? pair.variant.mean - pair.control.mean + 0 : null;
  const interval = comparisonInterval(own, metric, settings, variant);
  const evidence = comparisonEvidence(comparison, role);
  const significant = successCrossing(comparison);
  const propensity = comparison.propensity ?? 0.5;
  return {
    variant: settings.variants[variant]!.name,
    frozen: frozenOf(comparison, scale),
    difference,
    relativeDifference: relative(difference, pair.control.mean, scale),
    ...shownInterval(interval, comparison, metric),
    sequentialP: metric.usesPlanned ? sequentialP(comparison, role) : null,
    anytimeP: comparison.betting === null ? null : Math.min(1, Math.exp(-comparison.betting.peak)),
    evidence: evidence === null ? null : evidenceOf(evidence.log),
    t: horizonShare(pair.control.count, pair.variant.count, propensity, settings.horizonUnits),
    ...beliefs(metric, control, other),
    medianUnbiased: metric.usesPlanned ? medianUnbiased(comparison) : null,
    significant,
    nonInferior: comparison.nonInferior,
    harm: comparison.harm,
  };
}

function frozenOf({ frozen }: ComparisonState, scale: 'linear' | 'log'): FrozenComparison | null {
  if (frozen === null) return null;
  const { reason, seq, control, variant } = frozen;
  return { reason, units: seq, control: figuresOf(control, scale), variant: figuresOf(variant, scale) };
}

function figuresOf({ count, mean }: Moments, scale: 'linear' | 'log'): FrozenVariant {
  if (count === 0) return { count, mean: null, displayMean: null };
  return { count, mean, displayMean: scale === 'log' ? Math.exp(mean) : mean };
}

function relative(difference: number | null, base: number, scale: 'linear' | 'log'): number | null {
  if (difference === null) return null;
  if (scale === 'log') return difference > 700 ? null : Math.expm1(difference);
  const share = base > 0 ? difference / base : NaN;
  return Number.isFinite(share) ? share : null;
}

function sequentialP(comparison: ComparisonState, role: 'success' | 'guardrail'): number {
  const p = sequentialPValue(Math.abs(comparison.peak));
  // One-sided: half of the two-sided error.
  return role === 'success' ? p : p === 1 ? 1 : p / 2;
}

/** The estimate of a comparison that the planned boundary stopped; null when it did not. */
function medianUnbiased({ planned }: ComparisonState): number | null {
  if (planned === null) return null;
  const { t, threshold, statistic, effect } = planned;
  const constant = threshold * t ** 0.25;
  const raw = Math.abs(statistic) / Math.sqrt(t);
  return (effect * medianUnbiasedDrift(constant, t)) / raw + 0;
}

type Beliefs = Pick<ComparisonResult, 'chanceToWin' | 'expectedLoss' | 'credibleInterval'>;

function beliefs(metric: CompiledMetric, control: Moments, variant: Moments): Beliefs {
  if (control.count < 2 || variant.count < 2)
    return { chanceToWin: null, expectedLoss: null, credibleInterval: null };
  const { improvement, design } = metric;
  const variance =
    control.squares / ((control.count - 1) * control.count) +
    variant.squares / ((variant.count - 1) * variant.count);
  const estimate = improvement * (variant.mean - control.mean);
  const normal = variance > 0 ? normalPosterior(estimate, variance, priorDeviation(design)) : null;
  const credibleInterval = normal === null ? null : oriented(normal.interval, improvement);
  if (!metric.binary) {
    return {
      chanceToWin: normal?.chanceToWin ?? null,
      expectedLoss: normal === null ? null : { ship: normal.ship, keep: normal.keep },
      credibleInterval,
    };
  }
  const [one, other] = [control, variant].map((moments) => {
    const rate = beliefOf(moments)!;
    return improvement === 1 ? rate : mirrored(rate);
  });
  const { chances, losses } = chanceToBeBest([one!, other!]);
  return {
    chanceToWin: Math.min(1, chances[1]!),
    expectedLoss: { ship: losses[1]!, keep: losses[0]! },
    credibleInterval,
  };
}

function oriented([low, high]: readonly [number, number], sign: 1 | -1): readonly [number, number] {
  return sign === 1 ? [low, high] : [-high, -low];
}
