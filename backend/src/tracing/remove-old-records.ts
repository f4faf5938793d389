import type { EntityManager } from 'typeorm';

/** Traces or outcomes that one transaction looks at: it must not keep writers waiting. */
const BATCH = 5_000;

/** How far a run has come. */
export interface RetentionProgress {
  /** As the database writes it: a `Date` has not all its digits. */
  readonly startedAt: string;
  readonly id: string;
}

/** Before every trace. */
export const FROM_THE_OLDEST: RetentionProgress = {
  startedAt: '-infinity',
  id: '00000000-0000-0000-0000-000000000000',
};

/** What a batch did. */
export interface RemovedTraces {
  readonly traces: number;
  /** Those of the traces. */
  readonly outcomes: number;
  /** `null`: it was the last batch. */
  readonly next: RetentionProgress | null;
}

/** What started experiments rest on is never removed: it can be recomputed and looked at for good. */
const started = (experimentId: string): string =>
  `EXISTS (SELECT 1 FROM prompt_experiments e WHERE e.id = ${experimentId} AND e.status <> 'draft')`;
/** What MLflow still has to be told stays as well; keys are those of the outbox. */
const told = (key: string): string => `NOT EXISTS (SELECT 1 FROM outbox b WHERE b.key = ${key})`;

/**
 * Goes from trace to trace, so that those which must stay are looked at once in a run however many they are. Arrays, because the
 * planner does not know how few rows a batch has and would read whole tables.
 */
const REMOVE_TRACES = `
WITH looked AS MATERIALIZED (
  SELECT t.id, t.started_at, t.experiment_id, t.flag FROM traces t
  WHERE t.started_at < $1 AND (t.started_at, t.id) > ($2::timestamptz, $3::uuid) ORDER BY t.started_at, t.id LIMIT ${BATCH}
), doomed AS MATERIALIZED (
  SELECT l.id FROM looked l
  WHERE NOT (l.experiment_id IS NOT NULL AND l.flag IS NULL AND ${started('l.experiment_id')})
    AND ${told(`replace(l.id::text, '-', '')`)}
), outcomes_gone AS (
  DELETE FROM outcomes WHERE trace_id = ANY (ARRAY(SELECT id FROM doomed)) RETURNING 1
), traces_gone AS (
  DELETE FROM traces WHERE id = ANY (ARRAY(SELECT id FROM doomed)) RETURNING prompt_id, started_at
), changed AS (
  INSERT INTO stale_hours (prompt_id, hour)
  SELECT DISTINCT prompt_id, date_trunc('hour', started_at, 'UTC') FROM traces_gone WHERE prompt_id IS NOT NULL ORDER BY 1, 2
  ON CONFLICT DO NOTHING
)
SELECT (SELECT count(*)::integer FROM traces_gone) AS traces, (SELECT count(*)::integer FROM outcomes_gone) AS outcomes,
  (SELECT count(*)::integer FROM looked) AS looked, last.started_at::text AS "startedAt", last.id
FROM (SELECT started_at, id FROM looked ORDER BY started_at DESC, id DESC LIMIT 1) last`;

/**
 * Outcomes of traces that are not there, and of conversations in experiments that never started; others stay for as long as their
 * trace. Goes from moment to moment of arrival: all that arrived at one are looked at together.
 */
const REMOVE_OUTCOMES = `
WITH last AS MATERIALIZED (
  SELECT max(received_at) AS received_at, count(*) AS looked FROM (
    SELECT received_at FROM outcomes WHERE received_at < $1 AND received_at > $2::timestamptz ORDER BY received_at LIMIT ${BATCH}
  ) batch
), doomed AS (
  SELECT o.id FROM outcomes o
  WHERE o.received_at > $2::timestamptz AND o.received_at <= (SELECT received_at FROM last) AND CASE WHEN o.trace_id IS NULL
    THEN NOT ${started('o.experiment_id')} AND ${told(`'conversation:' || o.experiment_id::text || ':' || o.conversation_id`)}
    ELSE NOT EXISTS (SELECT 1 FROM traces t WHERE t.id = o.trace_id) AND ${told(`replace(o.trace_id::text, '-', '')`)} END
), gone AS (DELETE FROM outcomes WHERE id = ANY (ARRAY(SELECT id FROM doomed)) RETURNING 1)
SELECT (SELECT count(*)::integer FROM gone) AS outcomes,
  CASE WHEN looked = ${BATCH} THEN received_at::text END AS next FROM last`;

/** Removes, of the next batch of traces older than `before`, those that nothing rests on, with their outcomes. */
export async function removeOldTraces(
  manager: EntityManager,
  before: Date,
  from: RetentionProgress,
): Promise<RemovedTraces> {
  // Nobody makes an hour again meanwhile, of records that go, and believes it done.
  await manager.query('SELECT FROM roll_up_state WHERE id = 1 FOR UPDATE');
  await manager.query('SET LOCAL enable_sort = off'); // the index has the order: nothing is to be sorted for each batch again
  const [row] = (await manager.query(REMOVE_TRACES, [before, from.startedAt, from.id])) as Array<
    RetentionProgress & { traces: number; outcomes: number; looked: number }
  >;
  if (!row) return { traces: 0, outcomes: 0, next: null };
  const { traces, outcomes, looked, startedAt, id } = row;
  return { traces, outcomes, next: looked < BATCH ? null : { startedAt, id } };
}

/** Before every outcome. */
export const FROM_THE_FIRST = '-infinity';

/**
 * Removes, of the next outcomes that arrived before `before` and after `from`, those that nothing rests on. `next`: from where the
 * next batch goes on; `null`: it was the last.
 */
export async function removeOldOutcomes(
  manager: EntityManager,
  before: Date,
  from: string,
): Promise<{ outcomes: number; next: string | null }> {
  await manager.query('SET LOCAL enable_sort = off');
  const [row] = (await manager.query(REMOVE_OUTCOMES, [before, from])) as Array<{
    outcomes: number;
    next: string | null;
  }>;
  return row ?? { outcomes: 0, next: null };
}
