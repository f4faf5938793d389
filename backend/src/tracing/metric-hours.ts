import { NOBODY } from './roll-up';
import { TRACE_SOURCES } from './trace.entity';

/** Words that were not those of the version they named say nothing about it. */
const OWN_WORDS = `(t.flag IS NULL OR t.flag NOT IN ('hash_mismatch', 'unknown_version'))`;
const KEY = 'prompt_id, hour, version, variant, agent';

/**
 * By what a unit is known: a conversation without its id, or a use without a conversation. A part of a digest is as good as the id,
 * and a third of its size.
 */
const UNIT = `CASE WHEN t.conversation_id IS NULL THEN t.id
  ELSE encode(substr(sha256(convert_to(t.conversation_id, 'UTF8')), 1, 16), 'hex')::uuid END`;

/** Uses, as `traces` (SQL, what follows FROM) has them in a table named `t`. */
const usesOf = (traces: string): string => `
SELECT t.*, date_trunc('hour', t.started_at, 'UTC') AS hour, coalesce(t.prompt_version, 0) AS version,
  coalesce(t.variant, '') AS variant_name, coalesce(t.agent, '') AS agent_name, ${OWN_WORDS} AS own, ${UNIT} AS unit
FROM ${traces}`;

const count = (condition: string): string => `(count(*) FILTER (WHERE own AND ${condition}))::integer`;
const sum = (column: string): string =>
  `(count(${column}) FILTER (WHERE own))::integer, coalesce(sum(${column}) FILTER (WHERE own), 0)::double precision`;

/** Traces by hour, version, variant and agent: rows as `use_hours` has them. */
export const useHours = (traces: string): string => `
SELECT prompt_id, hour, version, variant_name, agent_name, ${count('true')}, ${count(`status = 'error'`)}, ${count(`status = 'unfinished'`)},
  count(flag)::integer, ARRAY[${TRACE_SOURCES.map((source) => count(`source = '${source}'`)).join(', ')}],
  ${sum('input_tokens')}, ${sum('output_tokens')}, ${sum('cost')},
  min(started_at) FILTER (WHERE own), max(started_at) FILTER (WHERE own),
  coalesce(array_agg(latency_ms) FILTER (WHERE own AND latency_ms IS NOT NULL), '{}'),
  coalesce(array_agg(DISTINCT unit) FILTER (WHERE own AND conversation_id IS NOT NULL), '{}')
FROM (${usesOf(traces)}) u GROUP BY 1, 2, 3, 4, 5`;

/**
 * What was said of them, unit by unit: rows as `unit_hours` has them. What was said of a conversation in an experiment is said of
 * the version that the experiment served in it.
 */
export const unitHours = (traces: string): string => `
WITH uses AS MATERIALIZED (
  SELECT id, prompt_id, hour, version, variant_name AS variant, agent_name AS agent, experiment_id, conversation_id, flag, unit
  FROM (${usesOf(traces)}) u WHERE own
), said AS (
  SELECT ${KEY}, '${NOBODY}'::uuid AS experiment_id, metric, unit, count(*)::integer AS count, sum(value) AS sum
  FROM (SELECT u.prompt_id, u.hour, u.version, u.variant, u.agent, u.unit, o.metric, o.value FROM uses u JOIN outcomes o ON o.trace_id = u.id) u
  GROUP BY ${KEY}, metric, unit
  UNION ALL
  SELECT ${KEY}, experiment_id, metric, unit, count(*)::integer, sum(value)
  FROM (
    SELECT u.*, o.metric, o.value FROM (
      SELECT DISTINCT ${KEY}, experiment_id, conversation_id, unit FROM uses
      WHERE flag IS NULL AND experiment_id IS NOT NULL AND conversation_id IS NOT NULL
    ) u JOIN outcomes o ON o.experiment_id = u.experiment_id AND o.conversation_id = u.conversation_id
  ) u GROUP BY ${KEY}, experiment_id, metric, unit
)
SELECT ${KEY}, experiment_id, metric, array_agg(unit) AS units, array_agg(count) AS counts, array_agg(sum) AS sums
FROM said GROUP BY ${KEY}, experiment_id, metric`;

/** Records of hours are few and found by indexes, of which the planner cannot be sure. Once in a transaction, before the rest. */
export const BY_INDEX = `
SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
  set_config('jit', 'off', true), set_config('work_mem', '32MB', true)`;

/** What follows FROM: traces (named `t`) in each of some spans, which are looked up one by one. */
export const tracesIn = (spans: string, conditions: string): string =>
  `${spans} CROSS JOIN LATERAL (SELECT * FROM traces t WHERE ${conditions} OFFSET 0) t`;

/** The next $1 hours to make again, the latest first: as arrays of their prompts and first moments. */
export const NEXT_HOURS = `
SELECT array_agg(prompt_id) AS prompts, array_agg(hour) AS hours FROM (
  SELECT prompt_id, hour FROM stale_hours ORDER BY hour DESC, prompt_id LIMIT $1
) next`;

const HOURS = 'unnest($1::uuid[], $2::timestamptz[]) AS h (prompt_id, hour)';
const RECORDS = tracesIn(
  HOURS,
  `t.prompt_id = h.prompt_id AND t.started_at >= h.hour AND t.started_at < h.hour + interval '1 hour'`,
);
const remove = (table: string): string =>
  `DELETE FROM ${table} r USING ${HOURS} WHERE r.prompt_id = h.prompt_id AND r.hour = h.hour`;

/** Each with such arrays as $1 and $2; together they make these hours again. */
export const MAKE_HOURS = [
  remove('use_hours'),
  remove('unit_hours'),
  `INSERT INTO use_hours ${useHours(RECORDS)}`,
  `INSERT INTO unit_hours ${unitHours(RECORDS)}`,
  remove('stale_hours'),
];
