import type { Metric } from '../../experiments/metric.entity';
import type { OutcomeInput } from '../outcome-input';
import type { MlflowAssessment } from './mlflow-records';
import { mlflowAssessmentId } from './mlflow-trace-wire';
import { assessmentName, OUTCOME_KEY } from './outcome-feedback';

/**
 * What an assessment in MLflow is to us. `ignored`: it was overridden, was written by us, or names no metric whose values
 * are recorded. `skipped`: it names one and its value cannot be one.
 */
export type ReadAssessment = 'ignored' | 'skipped' | OutcomeInput;

/** Metrics by the names that assessments of them have. */
export function byAssessmentName(metrics: readonly Metric[]): ReadonlyMap<string, Metric> {
  const recorded = metrics.filter(({ source }) => source === 'outcome');
  return new Map(recorded.map((metric) => [assessmentName(metric.name), metric]));
}

/** Turns an assessment into the outcome that it stands for, always with the same id. @param traceId 32 hex digits. */
export function toOutcome(
  assessment: MlflowAssessment,
  traceId: string,
  metrics: ReadonlyMap<string, Metric>,
): ReadAssessment {
  const metric = metrics.get(assessment.name);
  if (!metric || !assessment.valid || isOurs(assessment)) return 'ignored';
  const value = numberOf(assessment.value);
  const occurredAt = assessment.createdAt.getTime();
  if (value === null || Number.isNaN(occurredAt) || isOutside(value, metric)) return 'skipped';
  return {
    id: `mlflow:${assessment.id}`,
    traceId,
    conversationId: null,
    experimentId: null,
    metric: metric.name,
    value,
    occurredAt,
  };
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
