import type { Experiment, MetricDefinition } from './experiments-api';

/** How much worse a guardrail may get and still ship, in its unit; `null` where nothing was said. */
export function marginOf(
  { plan }: Pick<Experiment, 'plan'>,
  metric: string,
  metrics: readonly MetricDefinition[],
): number | null {
  const planned = plan.guardrails.find((guardrail) => guardrail.metric === metric)?.margin;
  return planned ?? metrics.find(({ name }) => name === metric)?.margin ?? null;
}
