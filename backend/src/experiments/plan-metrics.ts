import type { EntityManager } from 'typeorm';
import { DomainError, type FieldProblem } from '../problems/domain-error';
import type { ExperimentPlan } from './experiment-plan';
import type { Metric } from './metric.entity';
import type { MetricsService } from './metrics.service';

/** The metrics that a plan names, each once. */
export function metricsOf({ primaryMetric, secondaryMetrics, guardrails }: ExperimentPlan): string[] {
  return [...new Set([primaryMetric, ...secondaryMetrics, ...guardrails.map(({ metric }) => metric)])];
}

/** What of a plan cannot be measured with the metrics there are. */
export function planMetricProblems(plan: ExperimentPlan, known: ReadonlyMap<string, Metric>): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const find = (name: string, field: string): Metric | undefined => {
    const metric = known.get(name);
    if (!metric) problems.push({ field, message: `there is no metric "${name}"` });
    return metric;
  };
  const primary = find(plan.primaryMetric, 'plan.primaryMetric');
  if (primary && plan.minimumDetectableEffect > rangeOf(primary))
    problems.push({
      field: 'plan.minimumDetectableEffect',
      message: `must not exceed the whole range of "${primary.name}", ${rangeOf(primary)}`,
    });
  if (primary) problems.push(...expectationProblems(plan, primary));
  plan.secondaryMetrics.forEach((name, i) => find(name, `plan.secondaryMetrics[${i}]`));
  plan.guardrails.forEach(({ metric: name, margin }, i) => {
    const metric = find(name, `plan.guardrails[${i}].metric`);
    if (!metric) return;
    const field = `plan.guardrails[${i}].margin`;
    if (margin === null && metric.margin === null)
      problems.push({ field, message: `is needed, because "${name}" has none of its own` });
    if (margin !== null && margin > rangeOf(metric))
      problems.push({ field, message: `must not exceed the whole range of "${name}", ${rangeOf(metric)}` });
  });
  return problems;
}

/** What nobody can expect of a metric. */
function expectationProblems(
  { expectedMean = null, expectedStandardDeviation = null }: ExperimentPlan,
  { name, kind, minimum, maximum }: Metric,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const [low, high] = [minimum ?? -Infinity, maximum ?? Infinity];
  if (expectedMean !== null) {
    const field = 'plan.expectedMean';
    if (expectedMean < low || expectedMean > high)
      problems.push({ field, message: `must be in the range of "${name}"` });
    else if (expectedMean === low || expectedMean === high)
      problems.push({
        field,
        message: `must not be at the end of the range of "${name}": nothing would vary`,
      });
  }
  if (expectedStandardDeviation !== null) {
    const field = 'plan.expectedStandardDeviation';
    if (kind === 'binary')
      problems.push({ field, message: `must not be given: of "${name}" it follows from the mean` });
    else if (expectedStandardDeviation > (high - low) / 2)
      problems.push({
        field,
        message: `must be at most half of the range of "${name}", ${(high - low) / 2}`,
      });
  }
  return problems;
}

/**
 * Looks a plan's metrics up.
 * @throws DomainError INVALID_INPUT naming each field that cannot be measured.
 */
export async function requireMeasurable(
  metrics: MetricsService,
  manager: EntityManager,
  plan: ExperimentPlan,
): Promise<void> {
  const errors = planMetricProblems(plan, await metrics.known(metricsOf(plan), manager));
  if (errors.length === 0) return;
  const detail = errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new DomainError('INVALID_INPUT', detail.slice(0, 1_000), { errors });
}

/** How far two values can be apart. */
function rangeOf({ minimum, maximum }: Metric): number {
  return minimum === null || maximum === null ? Infinity : maximum - minimum;
}
