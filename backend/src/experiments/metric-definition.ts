import type { FieldProblem } from '../problems/domain-error';
import type { CreateMetricDto } from './metric.dto';
import type { Metric } from './metric.entity';

/** What a metric is, without who registered it. */
export type MetricDefinition = Omit<Metric, 'createdBy' | 'createdAt'>;

/** The metric with every default written out. */
export function completeMetric({
  name,
  description = '',
  kind,
  direction,
  minimum = null,
  maximum = null,
  unit = '',
  scale = 'linear',
  margin = null,
  missingValue = null,
}: CreateMetricDto): MetricDefinition {
  const binary = kind === 'binary';
  const range = { minimum: minimum ?? (binary ? 0 : null), maximum: maximum ?? (binary ? 1 : null) };
  return {
    name,
    description,
    kind,
    direction,
    ...range,
    unit,
    scale,
    margin,
    missingValue,
    source: 'outcome',
  };
}

/** What is wrong with a metric whose fields are each valid. */
export function metricProblems(metric: MetricDefinition): FieldProblem[] {
  return [...rangeProblems(metric), ...useProblems(metric)];
}

function rangeProblems({ kind, minimum, maximum, scale }: MetricDefinition): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (kind === 'binary') {
    if (minimum !== 0) problems.push({ field: 'minimum', message: 'is 0 for a binary metric' });
    if (maximum !== 1) problems.push({ field: 'maximum', message: 'is 1 for a binary metric' });
    if (scale === 'log')
      problems.push({ field: 'scale', message: 'must be linear for a binary metric: it has no ratios' });
    return problems;
  }
  if (kind === 'bounded' && minimum === null)
    problems.push({ field: 'minimum', message: 'is needed for a bounded metric' });
  if (kind === 'bounded' && maximum === null)
    problems.push({ field: 'maximum', message: 'is needed for a bounded metric' });
  if (minimum !== null && maximum !== null && maximum <= minimum)
    problems.push({ field: 'maximum', message: `must be greater than the minimum, ${minimum}` });
  if (scale === 'log' && (minimum === null || minimum < 0))
    problems.push({ field: 'minimum', message: 'must be 0 or more for the scale log: ratios need it' });
  return problems;
}

function useProblems({ kind, minimum, maximum, margin, missingValue }: MetricDefinition): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const range = minimum !== null && maximum !== null ? maximum - minimum : Infinity;
  if (margin !== null && range > 0 && margin > range)
    problems.push({ field: 'margin', message: `must not exceed the metric's whole range, ${range}` });
  if (missingValue === null) return problems;
  if ((minimum !== null && missingValue < minimum) || (maximum !== null && missingValue > maximum))
    problems.push({ field: 'missingValue', message: "must be in the metric's range" });
  else if (kind === 'binary' && missingValue !== 0 && missingValue !== 1)
    problems.push({ field: 'missingValue', message: 'must be 0 or 1 for a binary metric' });
  return problems;
}
