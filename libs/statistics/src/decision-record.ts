import { sampleRatioLogEvidence } from './advance-sample-ratio';
import { comparisonEvidence } from './comparison-evidence';
import { compileSettings, type CompiledMetric, type CompiledSettings } from './compile-settings';
import { type Decision } from './decision';
import { type ExperimentSettings } from './experiment-settings';
import { horizonShare } from './horizon-share';
import { largeSampleLook } from './large-sample-look';
import { missingLogEvidence } from './missing-evidence';
import { pairMoments } from './pair-moments';
import {
  type Crossing,
  type FrozenMoments,
  type Moments,
  type SampleRatioState,
  type StatisticsState,
} from './statistics-state';
import { tToZ } from './t-to-z';

/** Everything from which a decision can be recomputed and argued with; plain JSON. */
export interface DecisionRecord {
  readonly format: 2;
  readonly decision: Decision;
  readonly settings: ExperimentSettings;
  readonly alpha: {
    readonly mode: ExperimentSettings['mode'];
    readonly total: number;
    /** Given to the planned boundary, the exact test and the open-ended boundary. */
    readonly planned: number;
    readonly exact: number;
    readonly openEnded: number;
  };
  /** Seq of the last unit and when it fell due. */
  readonly lastSeq: number;
  readonly lastAt: number | null;
  readonly sampleRatio: {
    readonly assignment: { readonly counts: readonly number[]; readonly logEvidence: number };
    readonly settlement: { readonly counts: readonly number[]; readonly logEvidence: number };
  };
  readonly excluded: StatisticsState['excluded'];
  readonly late: number;
  readonly comparisons: readonly RecordedComparison[];
}

/** One comparison with its inputs (moments) and its statistics; null where not defined. */
export interface RecordedComparison {
  readonly metric: string;
  readonly role: 'success' | 'guardrail';
  readonly variant: string;
  readonly propensity: number | null;
  readonly control: Moments;
  readonly compared: Moments;
  readonly frozen: FrozenMoments['reason'] | null;
  /** Alpha of this hypothesis for the planned boundary, before others' rejections add to it. */
  readonly alpha: number;
  /** The boundary's constant c(alpha). */
  readonly constant: number | null;
  /** Guardrails: the constant of the harm alarm, and the two-sided alpha of its open-ended boundary. */
  readonly harmConstant: number | null;
  readonly harmOpenEndedAlpha: number | null;
  /** What the log evidence of the exact test has to reach; for a guardrail that of non-inferiority. */
  readonly logEvidenceNeeded: number | null;
  readonly t: number;
  readonly effect: number | null;
  readonly z: number | null;
  readonly varianceWelch: number | null;
  readonly variancePooled: number | null;
  readonly degreesOfFreedom: number | null;
  readonly peak: number;
  readonly logEvidenceUp: number | null;
  readonly logEvidenceDown: number | null;
  readonly logEvidence: number | null;
  readonly missingLogEvidence: number | null;
  readonly crossings: {
    readonly planned: Crossing | null;
    readonly exact: Crossing | null;
    readonly plannedReversal: Crossing | null;
    readonly exactReversal: Crossing | null;
    readonly nonInferior: Crossing | null;
    readonly harm: Crossing | null;
  };
}

/**
 * The content of an immutable decision record (without the hash of the settings, which the caller adds).
 * @example decisionRecord(state, settings, decide(state, settings, now))
 */
export function decisionRecord(
  state: StatisticsState,
  settings: ExperimentSettings,
  decision: Decision,
): DecisionRecord {
  const plan = compileSettings(settings);
  const { planned, exact, openEnded } = plan.alpha;
  return {
    format: 2,
    decision,
    settings,
    alpha: { mode: settings.mode, total: settings.alpha, planned, exact, openEnded },
    lastSeq: state.units,
    lastAt: state.lastAt,
    sampleRatio: { assignment: recordRatio(state.assignment), settlement: recordRatio(state.settlement) },
    excluded: { ...state.excluded },
    late: state.late,
    comparisons: plan.metrics.flatMap((metric) =>
      settings.variants
        .slice(1)
        .map((_, index) => recordComparison(state, metric, plan, settings, index + 1)),
    ),
  };
}

function recordRatio(ratio: SampleRatioState): { counts: number[]; logEvidence: number } {
  return { counts: [...ratio.counts], logEvidence: sampleRatioLogEvidence(ratio) };
}

function recordComparison(
  state: StatisticsState,
  metric: CompiledMetric,
  plan: CompiledSettings,
  settings: ExperimentSettings,
  variant: number,
): RecordedComparison {
  const own = state.metrics[metric.index]!;
  const comparison = own.comparisons[variant - 1]!;
  const { name, role } = metric.design;
  const pair = pairMoments(own, variant);
  const look = largeSampleLook(own, metric, settings, variant);
  const evidence = comparisonEvidence(comparison, role);
  const guardrail = role === 'guardrail';
  const { planned, exact, plannedReversal, exactReversal, nonInferior, harm } = comparison;
  const counts = [pair.control.count, pair.variant.count] as const;
  return {
    metric: name,
    role,
    variant: settings.variants[variant]!.name,
    propensity: comparison.propensity,
    control: { ...pair.control },
    compared: { ...pair.variant },
    frozen: comparison.frozen?.reason ?? null,
    alpha: guardrail ? settings.guardrailAlpha : metric.plannedAlpha,
    constant: guardrail ? metric.nonInferior.constant : metric.usesPlanned ? metric.constant : null,
    harmConstant: guardrail ? metric.harm.constant : null,
    harmOpenEndedAlpha: guardrail ? metric.harm.openEndedAlpha : null,
    logEvidenceNeeded: metric.usesExact ? (guardrail ? metric.nonInferior.logEvidence : plan.exactLog) : null,
    t: horizonShare(...counts, comparison.propensity ?? 0.5, settings.horizonUnits),
    effect: look?.effect ?? null,
    z: look === null ? null : tToZ(look.effect / Math.sqrt(look.variance), look.degreesOfFreedom),
    varianceWelch: look?.varianceWelch ?? null,
    variancePooled: look?.variancePooled ?? null,
    degreesOfFreedom: look?.degreesOfFreedom ?? null,
    peak: comparison.peak,
    logEvidenceUp: evidence?.up ?? null,
    logEvidenceDown: evidence?.down ?? null,
    logEvidence: evidence?.log ?? null,
    missingLogEvidence: missingLogEvidence(own),
    crossings: { planned, exact, plannedReversal, exactReversal, nonInferior, harm },
  };
}
