import { LATENCY_BUCKETS, latencyBucket } from './latency-histogram';

/** The prompt id of traces whose prompt was not registered. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

const BUCKETS = Array.from(
  { length: LATENCY_BUCKETS },
  (_, i) => `count(*) FILTER (WHERE bucket = ${i + 1})`,
).join(', ');

/** Traces (named `t`) by hour, prompt, version and source: rows as `trace_hours` has them. */
export const traceHours = (where: string): string => `
SELECT date_trunc('hour', started_at, 'UTC') AS hour, coalesce(prompt_id, '${NOBODY}') AS prompt_id,
  coalesce(prompt_version, 0) AS version, source, count(*)::integer AS uses,
  (count(*) FILTER (WHERE status = 'error'))::integer AS errors,
  (count(*) FILTER (WHERE status = 'unfinished'))::integer AS unfinished, count(flag)::integer AS flagged,
  count(cost)::integer AS costs, coalesce(sum(cost), 0) AS cost_sum, ARRAY[${BUCKETS}]::integer[] AS latencies
FROM (
  SELECT started_at, prompt_id, prompt_version, source, status, flag, cost,
    CASE WHEN latency_ms IS NOT NULL THEN ${latencyBucket('latency_ms')} END AS bucket
  FROM traces t WHERE ${where}
) t GROUP BY 1, 2, 3, 4`;

/**
 * What was said of uses, by hour, prompt, version and metric: rows as `outcome_hours` has them. Each outcome with its trace, or with
 * the one that exposed its conversation, once the later of the two has arrived: after `after` and until `until` (SQL).
 */
export const outcomeHours = (after: string, until: string): string => {
  const arrived = (at: string) => `${at} > ${after} AND ${at} <= ${until}`;
  return `
SELECT date_trunc('hour', started_at, 'UTC') AS hour, prompt_id, coalesce(prompt_version, 0) AS version, metric,
  count(*)::integer AS count, sum(value) AS sum, sum(value * value) AS squares
FROM (
  SELECT t.started_at, t.prompt_id, t.prompt_version, t.flag, o.metric, o.value
  FROM outcomes o
  LEFT JOIN exposures x ON o.trace_id IS NULL AND x.experiment_id = o.experiment_id AND x.conversation_id = o.conversation_id
  JOIN traces t ON t.id = coalesce(o.trace_id, x.trace_id)
  WHERE ${arrived('o.received_at')} AND t.received_at <= ${until}
  UNION ALL
  SELECT t.started_at, t.prompt_id, t.prompt_version, t.flag, o.metric, o.value
  FROM traces t JOIN outcomes o ON o.trace_id = t.id
  WHERE ${arrived('t.received_at')} AND o.received_at <= ${after}
  UNION ALL
  SELECT t.started_at, t.prompt_id, t.prompt_version, t.flag, o.metric, o.value
  FROM traces t
  JOIN exposures x ON x.experiment_id = t.experiment_id AND x.conversation_id = t.conversation_id AND x.trace_id = t.id
  JOIN outcomes o ON o.experiment_id = x.experiment_id AND o.conversation_id = x.conversation_id
  WHERE ${arrived('t.received_at')} AND o.received_at <= ${after}
) said WHERE flag IS NULL AND prompt_id IS NOT NULL GROUP BY 1, 2, 3, 4`;
};

const COUNTS = ['uses', 'errors', 'unfinished', 'flagged', 'costs', 'cost_sum'];
const SUMS = ['count', 'sum', 'squares'];
const added = (columns: readonly string[]): string =>
  columns.map((column) => `${column} = r.${column} + excluded.${column}`).join(', ');

/** Adds the traces that arrived after $1 and until $2. */
export const ADD_TRACES = `
INSERT INTO trace_hours AS r (hour, prompt_id, version, source, ${COUNTS.join(', ')}, latencies)
${traceHours('t.received_at > $1::timestamptz AND t.received_at <= $2::timestamptz')}
ON CONFLICT (hour, prompt_id, version, source) DO UPDATE SET ${added(COUNTS)}, latencies = ARRAY(
  SELECT a + b FROM unnest(r.latencies, excluded.latencies) WITH ORDINALITY AS u (a, b, place) ORDER BY place
)`;

/** Adds the outcomes whose trace, or which themselves, arrived after $1 and until $2. */
export const ADD_OUTCOMES = `
INSERT INTO outcome_hours AS r (hour, prompt_id, version, metric, ${SUMS.join(', ')})
${outcomeHours('$1::timestamptz', '$2::timestamptz')}
ON CONFLICT (hour, prompt_id, version, metric) DO UPDATE SET ${added(SUMS)}`;
