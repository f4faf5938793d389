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

/** Ids, as an array, of the records in rows of `arrivals` (named `a`). Of an array the planner knows that it is found by its ids. */
export const arrived = (records: 'traces' | 'outcomes', rows: string): string =>
  `ARRAY(SELECT unnest(a.${records}) FROM arrivals a WHERE ${rows})`;

/**
 * What was said of uses, by hour, prompt, version and metric: rows as `outcome_hours` has them. Each outcome with its trace, or with
 * the one that exposed its conversation: once neither is in another row of `arrivals`, and one of them in these `rows`.
 */
export const outcomeHours = (rows: string): string => `
SELECT date_trunc('hour', started_at, 'UTC') AS hour, prompt_id, coalesce(prompt_version, 0) AS version, metric,
  count(*)::integer AS count, sum(value) AS sum, sum(value * value) AS squares
FROM (
  SELECT t.started_at, t.prompt_id, t.prompt_version, t.flag, o.metric, o.value
  FROM outcomes o
  LEFT JOIN exposures x ON o.trace_id IS NULL AND x.experiment_id = o.experiment_id AND x.conversation_id = o.conversation_id
  JOIN traces t ON t.id = coalesce(o.trace_id, x.trace_id)
  WHERE o.id = ANY (${arrived('outcomes', rows)}) AND t.id NOT IN (SELECT unnest(a.traces) FROM arrivals a WHERE NOT (${rows}))
  UNION ALL
  SELECT t.started_at, t.prompt_id, t.prompt_version, t.flag, o.metric, o.value
  FROM traces t JOIN outcomes o ON o.trace_id = t.id
  WHERE t.id = ANY (${arrived('traces', rows)}) AND o.id NOT IN (SELECT unnest(a.outcomes) FROM arrivals a)
  UNION ALL
  SELECT t.started_at, t.prompt_id, t.prompt_version, t.flag, o.metric, o.value
  FROM traces t
  JOIN exposures x ON x.experiment_id = t.experiment_id AND x.conversation_id = t.conversation_id AND x.trace_id = t.id
  JOIN outcomes o ON o.experiment_id = x.experiment_id AND o.conversation_id = x.conversation_id
  WHERE t.id = ANY (${arrived('traces', rows)}) AND o.id NOT IN (SELECT unnest(a.outcomes) FROM arrivals a)
) said WHERE flag IS NULL AND prompt_id IS NOT NULL GROUP BY 1, 2, 3, 4`;

/** Hours of which something arrived: their prompts and first moments. */
export const changedHours = (rows: string): string => `
SELECT DISTINCT prompt_id, date_trunc('hour', started_at, 'UTC') AS hour FROM (
  SELECT t.prompt_id, t.started_at FROM traces t WHERE t.id = ANY (${arrived('traces', rows)})
  UNION ALL
  SELECT t.prompt_id, t.started_at FROM outcomes o JOIN traces t ON t.id = o.trace_id
  WHERE o.id = ANY (${arrived('outcomes', rows)})
  UNION ALL
  SELECT t.prompt_id, t.started_at
  FROM outcomes o JOIN traces t ON t.experiment_id = o.experiment_id AND t.conversation_id = o.conversation_id
  WHERE o.id = ANY (${arrived('outcomes', rows)})
) changed WHERE prompt_id IS NOT NULL`;

/** The rows of `arrivals` that are to be summed up next: of $1 records or, when the first has more, that one. */
export const NEXT_ARRIVALS = `
SELECT array_agg(id) AS ids FROM (
  SELECT id, sum(records) OVER (ORDER BY id) - records AS before FROM (
    SELECT id, records FROM arrivals ORDER BY id LIMIT 1000
  ) next
) a WHERE before < $1::integer`;

const COUNTS = ['uses', 'errors', 'unfinished', 'flagged', 'costs', 'cost_sum'];
const SUMS = ['count', 'sum', 'squares'];
const added = (columns: readonly string[]): string =>
  columns.map((column) => `${column} = r.${column} + excluded.${column}`).join(', ');
const TAKEN = 'a.id = ANY ($1::bigint[])';

/** Adds the traces of these rows of `arrivals`. */
const ADD_TRACES = `
INSERT INTO trace_hours AS r (hour, prompt_id, version, source, ${COUNTS.join(', ')}, latencies)
${traceHours(`t.id = ANY (${arrived('traces', TAKEN)})`)}
ON CONFLICT (hour, prompt_id, version, source) DO UPDATE SET ${added(COUNTS)}, latencies = ARRAY(
  SELECT a + b FROM unnest(r.latencies, excluded.latencies) WITH ORDINALITY AS u (a, b, place) ORDER BY place
)`;

const ADD_OUTCOMES = `
INSERT INTO outcome_hours AS r (hour, prompt_id, version, metric, ${SUMS.join(', ')})
${outcomeHours(TAKEN)}
ON CONFLICT (hour, prompt_id, version, metric) DO UPDATE SET ${added(SUMS)}`;

const MARK_HOURS = `
INSERT INTO stale_hours (prompt_id, hour) ${changedHours(TAKEN)} ORDER BY 1, 2 ON CONFLICT DO NOTHING`;

/** Each with the ids of rows of `arrivals` as $1; together they move what these have into the sums. */
export const SUM_UP = [ADD_TRACES, ADD_OUTCOMES, MARK_HOURS, `DELETE FROM arrivals a WHERE ${TAKEN}`];
