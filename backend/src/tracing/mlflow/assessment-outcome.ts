import type { Metric } from '../../experiments/metric.entity';
import type { OutcomeInput } from '../outcome-input';
import type { MlflowAssessment } from './mlflow-records';
import { mlflowAssessmentId } from './mlflow-trace-wire';
import { OUTCOME_KEY } from './outcome-feedback';

/**
 * What an assessment in MLflow is to us. `ignored`: it was overridden, was written by us or overrides what was, or names no
 * metric whose values are recorded. `skipped`: it names one and its value cannot be one.
 */
export type ReadAssessment = 'ignored' | 'skipped' | OutcomeInput;

/** The metrics whose values are recorded, by name: assessments have the same names. */
export function recordedMetrics(metrics: readonly Metric[]): ReadonlyMap<string, Metric> {
  const recorded = metrics.filter(({ source }) => source === 'outcome');
  return new Map(recorded.map((metric) => [metric.name, metric]));
}

/**
 * Turns an assessment into the outcome that it stands for. Assessments that override each other are one outcome, with the id of
 * the first of them: the value that is read first is the one that counts, and there is never a second.
 * @param all of its trace, itself included.
 * @param traceId 32 hex digits.
 */
export function toOutcome(
  assessment: MlflowAssessment,
  all: readonly MlflowAssessment[],
  traceId: string,
  metrics: ReadonlyMap<string, Metric>,
): ReadAssessment {
  const metric = metrics.get(assessment.name);
  if (!metric || !assessment.valid) return 'ignored';
  const chain = overridden(assessment, all);
  if (chain.some(isOurs)) return 'ignored';
  const value = numberOf(assessment.value);
  const occurredAt = assessment.createdAt.getTime();
  if (value === null || Number.isNaN(occurredAt) || isOutside(value, metric)) return 'skipped';
  const first = chain.at(-1) ?? assessment;
  return {
    // What the first one overrides is gone from MLflow, and may have been read before it went.
    id: `mlflow:${first.overrides ?? first.id}`,
    traceId,
    conversationId: null,
    experimentId: null,
    metric: metric.name,
    value,
    occurredAt,
  };
}

/** An assessment, the one that it overrides, the one that that one overrides, and so on. */
function overridden(assessment: MlflowAssessment, all: readonly MlflowAssessment[]): MlflowAssessment[] {
  const chain: MlflowAssessment[] = [];
  let next: MlflowAssessment | undefined = assessment;
  // MLflow is not ours: it may say that two override each other.
  while (next && !chain.includes(next)) {
    chain.push(next);
    const { overrides }: MlflowAssessment = next;
    next = overrides === null ? undefined : all.find(({ id }) => id === overrides);
  }
  return chain;
}

/** Somebody may have copied our metadata to an assessment of their own, but not together with its id. */
function isOurs({ id, metadata }: MlflowAssessment): boolean {
  const outcomeId = metadata[OUTCOME_KEY];
  return outcomeId !== undefined && id === mlflowAssessmentId(outcomeId);
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function isOutside(value: number, { kind, minimum, maximum }: Metric): boolean {
  if (kind === 'binary' && value !== 0 && value !== 1) return true;
  return (minimum !== null && value < minimum) || (maximum !== null && value > maximum);
}
