import { sampleRatioLogEvidence } from './advance-sample-ratio';
import { beliefOf, mirrored } from './belief';
import { chanceToBeBest } from './chance-to-be-best';
import { chancesOfMeans, priorDeviation } from './chances-of-means';
import { compileSettings, type CompiledMetric } from './compile-settings';
import { type ExperimentSettings } from './experiment-settings';
import { evidenceOf } from './log-evidence';
import { missingLogEvidence } from './missing-evidence';
import { mixedShare } from './mixed-share';
import { readComparison } from './read-comparison';
import {
  type ComparisonResult,
  type MetricResult,
  type Results,
  type SampleRatioResult,
  type VariantResult,
} from './results';
import { type MetricState, type SampleRatioState, type StatisticsState } from './statistics-state';

/**
 * The read-out for people: per metric every variant's figures and its comparison with the control.
 *
 * Uses quadrature, so it is not for every unit. `best: false` leaves the chances to be best out (null), which cost most
 * with many variants. Chance to win and expected loss are descriptive; what decides are the
 * sequential tests. Every figure that is not defined yet is null, never NaN.
 * @example readOut(state, settings).metrics[0].comparisons[0].interval
 */
export function readOut(
  state: StatisticsState,
  settings: ExperimentSettings,
  { best = true }: { readonly best?: boolean } = {},
): Results {
  const metrics = compileSettings(settings).metrics.map((metric) =>
    readMetric(state.metrics[metric.index]!, metric, settings, best),
  );
  const progress = metrics
    .filter(({ role }) => role === 'success')
    .flatMap(({ comparisons }) => comparisons.map(({ t }) => t));
  return {
    units: state.units,
    progress: Math.min(...progress),
    sampleRatio: { assignment: readRatio(state.assignment), settlement: readRatio(state.settlement) },
    mixed: { count: state.excluded.mixed, share: mixedShare(state), limit: settings.mixedLimit },
    metrics,
  };
}

function readMetric(
  own: MetricState,
  metric: CompiledMetric,
  settings: ExperimentSettings,
  best: boolean,
): MetricResult {
  const comparisons = own.comparisons.map((_, index) => readComparison(own, metric, settings, index + 1));
  const chances = best ? bestChances(own, metric, comparisons) : null;
  const log = missingLogEvidence(own);
  return {
    name: metric.design.name,
    role: metric.design.role,
    variants: settings.variants.map(({ name }, index) => readVariant(name, own, metric, index, chances)),
    comparisons,
    missingEvidence: log === null ? null : evidenceOf(log),
  };
}

function readVariant(
  name: string,
  own: MetricState,
  metric: CompiledMetric,
  index: number,
  chances: readonly number[] | null,
): VariantResult {
  const { count, mean, squares } = own.moments[index]!;
  const absent = own.missing?.absent.counts[index] ?? 0;
  return {
    name,
    count,
    mean: count > 0 ? mean : null,
    standardDeviation: count > 1 ? Math.sqrt(squares / (count - 1)) : null,
    displayMean: count > 0 ? (metric.design.scale === 'log' ? Math.exp(mean) : mean) : null,
    missingShare: own.missing && absent + count > 0 ? absent / (absent + count) : own.missing ? null : 0,
    chanceToBeBest: chances?.[index] ?? null,
  };
}

/** Of two variants what the chance to win says, from the same beliefs. */
function bestChances(
  { moments }: MetricState,
  { binary, improvement, design }: CompiledMetric,
  [only, ...others]: readonly ComparisonResult[],
): readonly number[] | null {
  if (others.length === 0) {
    const chance = only?.chanceToWin ?? null;
    return chance === null ? null : [1 - chance, chance];
  }
  if (!binary) {
    const chances = chancesOfMeans(moments, improvement, priorDeviation(design));
    return chances && chances.map(within);
  }
  const beliefs = moments.map((of) => beliefOf(of));
  const all = beliefs.filter((belief) => belief !== null);
  if (all.length < beliefs.length) return null;
  return chanceToBeBest(improvement === 1 ? all : all.map(mirrored)).chances.map(within);
}

/** Sums of parts may be off by a rounding. */
function within(chance: number): number {
  return Math.min(1, chance);
}

function readRatio(ratio: SampleRatioState): SampleRatioResult {
  return {
    counts: [...ratio.counts],
    evidence: evidenceOf(sampleRatioLogEvidence(ratio)),
    warned: ratio.warned !== null,
    alarmed: ratio.alarmed !== null,
  };
}
