import type { EntityManager } from 'typeorm';
import { recentTraffic, type RecentTraffic } from './recent-traffic';
import { observedMetrics, unitValues, type Observed, type ValueRules } from './unit-values';

const DAY_MS = 86_400_000;
const LOOK_BACK_MS = 28 * DAY_MS;
/** The latest traces that are looked at: enough to know a spread, and no busy prompt takes longer for it. */
const MOST_TRACES = 20_000;

/**
 * The conversations of a prompt ($1) with a trace in [$2, $3), of its latest $4 traces, and what was known of each at $3.
 * Outcomes are averaged in one order, because sums of floats depend on it.
 */
const CONVERSATIONS = `
WITH recent AS MATERIALIZED (
  SELECT t.id, t.experiment_id, t.conversation_id, t.started_at, t.latency_ms, t.cost, t.status FROM traces t
  WHERE t.prompt_id = $1 AND t.started_at >= $2 AND t.started_at < $3
    AND t.received_at < $3 AND t.flag IS NULL AND t.conversation_id IS NOT NULL
  ORDER BY t.started_at DESC, t.id DESC LIMIT $4
), conversation AS MATERIALIZED (
  SELECT conversation_id, min(started_at) AS first_at, array_agg(id) AS ids, array_agg(DISTINCT experiment_id) AS experiments,
    avg(latency_ms ORDER BY latency_ms) AS latency, avg(cost ORDER BY cost) AS cost,
    count(*) FILTER (WHERE status = 'error')::double precision / count(*) AS error
  FROM recent GROUP BY conversation_id
)
SELECT c.first_at AS "firstAt", c.latency, c.cost, c.error, o.means
FROM conversation c
LEFT JOIN LATERAL (
  SELECT jsonb_object_agg(m.metric, m.value) AS means FROM (
    SELECT o.metric, avg(o.value ORDER BY o.value) AS value FROM (
      SELECT metric, value, occurred_at, received_at FROM outcomes WHERE trace_id = ANY (c.ids)
      UNION ALL
      SELECT metric, value, occurred_at, received_at FROM outcomes
      WHERE experiment_id = ANY (c.experiments) AND conversation_id = c.conversation_id
    ) o
    WHERE o.metric = ANY ($5::text[]) AND o.occurred_at < $3 AND o.received_at < $3
    GROUP BY o.metric
  ) m
) o ON true
ORDER BY c.first_at, c.conversation_id`;

interface Row {
  readonly firstAt: Date;
  readonly latency: number | null;
  readonly cost: number | null;
  readonly error: number;
  readonly means: Record<string, number> | null;
}

/** What a prompt's traffic was like in the 28 days before a moment; nothing that came later counts. */
export async function readRecentTraffic(
  manager: EntityManager,
  promptId: string,
  before: Date,
  rules: ValueRules,
): Promise<RecentTraffic> {
  const since = new Date(before.getTime() - LOOK_BACK_MS);
  const rows = (await manager.query(CONVERSATIONS, [
    promptId,
    since,
    before,
    MOST_TRACES,
    observedMetrics(rules.metrics),
  ])) as Row[];
  // As the settings count them: a conversation that nobody said anything about is often a value of its own.
  const values = rows.map((row) =>
    unitValues(observedOf(row), rules).map(
      (value, i) => value ?? rules.missingValues[rules.metrics[i] as string] ?? null,
    ),
  );
  const [first] = rows;
  const days = first ? (before.getTime() - first.firstAt.getTime()) / DAY_MS : 0;
  return recentTraffic(rules.metrics, values, days);
}

/** What traces say goes by the same names as what outcomes say. */
export function observedOf({
  latency,
  cost,
  error,
  means,
}: {
  readonly latency: number | null;
  readonly cost: number | null;
  readonly error: number | null;
  readonly means: Record<string, number> | null;
}): Observed {
  return {
    ...means,
    ...(latency === null ? {} : { latency }),
    ...(cost === null ? {} : { cost }),
    ...(error === null ? {} : { error }),
  };
}
