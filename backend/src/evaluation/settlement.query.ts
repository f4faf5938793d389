import type { Exclusion } from '@prompt-registry/statistics';
import type { EntityManager } from 'typeorm';
import type { DueEvent } from './due-events';
import { observedOf } from './recent-traffic.query';
import type { Observed } from './unit-values';

/** Of each kind the first $3 that are due at $2, in the order of the partial indexes, however long history and queue are. */
const DUE = (['assignment', 'settlement'] as const)
  .map(
    (kind) => `
(SELECT '${kind}' AS kind, conversation_id AS "conversationId", variant, assigned_at AS "assignedAt", ${kind}_due_at AS "dueAt"
FROM exposures WHERE experiment_id = $1 AND ${kind === 'assignment' ? 'assigned' : 'settled'}_event IS NULL AND ${kind}_due_at <= $2
ORDER BY ${kind}_due_at, conversation_id COLLATE "C" LIMIT $3)`,
  )
  .join(' UNION ALL ');

/** What is due and was not counted yet: the first of each kind. */
export async function readDue(
  manager: EntityManager,
  experimentId: string,
  now: Date,
  limit: number,
): Promise<DueEvent[]> {
  const rows = (await manager.query(DUE, [experimentId, now, limit])) as Array<
    Omit<DueEvent, 'assignedAt' | 'dueAt'> & { readonly assignedAt: Date; readonly dueAt: Date }
  >;
  return rows.map((row) => ({ ...row, assignedAt: row.assignedAt.getTime(), dueAt: row.dueAt.getTime() }));
}

/**
 * What was observed of conversations ($2) of an experiment ($1) in their variants ($3) until their windows ended ($4), as
 * far as it was known when they fell due ($5). One index look-up after the other: a plan that reads the tables instead
 * would grow with them. Means are taken in one order, because sums of floats depend on it.
 */
const OBSERVATIONS = `
SELECT coalesce(t.mixed, false) AS mixed, t.latency, t.cost, t.error, o.means
FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) WITH ORDINALITY
  AS u (conversation_id, variant, until, due_at, place)
LEFT JOIN LATERAL (
  SELECT bool_or(t.variant <> u.variant) AS mixed,
    array_agg(t.id) FILTER (WHERE t.variant = u.variant) AS ids,
    avg(t.latency_ms ORDER BY t.latency_ms) FILTER (WHERE t.variant = u.variant AND least(t.started_at, t.received_at) <= u.until) AS latency,
    avg(t.cost ORDER BY t.cost) FILTER (WHERE t.variant = u.variant AND least(t.started_at, t.received_at) <= u.until) AS cost,
    avg((t.status = 'error')::integer) FILTER (WHERE t.variant = u.variant AND least(t.started_at, t.received_at) <= u.until)::double precision AS error
  FROM traces t
  WHERE t.experiment_id = $1 AND t.conversation_id = u.conversation_id AND t.flag IS NULL AND t.received_at <= u.due_at
) t ON true
LEFT JOIN LATERAL (
  SELECT jsonb_object_agg(m.metric, m.value) AS means FROM (
    SELECT f.metric, avg(f.value ORDER BY f.value) AS value FROM (
      SELECT o.metric, o.value FROM outcomes o
      WHERE o.trace_id = ANY (t.ids) AND o.trace_id IS NOT NULL AND o.metric = ANY ($6::text[])
        AND o.occurred_at <= u.until AND o.received_at <= u.due_at
      UNION ALL
      SELECT o.metric, o.value FROM outcomes o
      WHERE o.experiment_id = $1 AND o.conversation_id = u.conversation_id AND o.conversation_id IS NOT NULL
        AND o.metric = ANY ($6::text[]) AND o.occurred_at <= u.until AND o.received_at <= u.due_at
    ) f GROUP BY f.metric
  ) m
) o ON true
ORDER BY u.place`;

/** What is known of a conversation that falls due. */
export interface Observation {
  readonly observed: Observed;
  /** It was exposed to more than one variant. */
  readonly mixed: boolean;
}

/** Which conversations, and what of them. */
interface Wanted {
  readonly settlements: readonly DueEvent[];
  /** How long after its assignment what happens to a conversation counts. */
  readonly windowMs: number;
  readonly metrics: readonly string[];
}

/** What was observed of each of these settlements, in their order; the same whenever it is asked. */
export async function readObservations(
  manager: EntityManager,
  experimentId: string,
  { settlements, windowMs, metrics }: Wanted,
): Promise<Observation[]> {
  if (settlements.length === 0) return [];
  const rows = (await manager.query(OBSERVATIONS, [
    experimentId,
    settlements.map(({ conversationId }) => conversationId),
    settlements.map(({ variant }) => variant),
    settlements.map(({ assignedAt }) => new Date(assignedAt + windowMs)),
    settlements.map(({ dueAt }) => new Date(dueAt)),
    metrics,
  ])) as Array<Parameters<typeof observedOf>[0] & { readonly mixed: boolean }>;
  return rows.map((row) => ({ observed: observedOf(row), mixed: row.mixed }));
}

/** An event that was taken, as it is written down. */
export interface TakenEvent {
  readonly event: number;
  readonly conversationId: string;
  /** Of a settlement. */
  readonly unit: {
    readonly variant: number;
    readonly values: ReadonlyArray<number | null>;
    readonly excluded: Exclusion | null;
    readonly dueAt: number;
  } | null;
}

/** Writes which exposures were counted at which place, and the units that were settled. */
export async function writeTaken(
  manager: EntityManager,
  experimentId: string,
  taken: readonly TakenEvent[],
  settledAt: Date,
): Promise<void> {
  const assigned = taken.filter(({ unit }) => !unit);
  const settled = taken.flatMap(({ unit, ...event }) => (unit ? [{ ...event, ...unit }] : []));
  await markExposures(manager, experimentId, 'assigned_event', assigned);
  await markExposures(manager, experimentId, 'settled_event', settled);
  if (settled.length === 0) return;
  await manager.query(
    `INSERT INTO experiment_units (experiment_id, event, conversation_id, variant, metric_values, excluded, due_at, settled_at)
     SELECT $1, u.event, u.conversation_id, u.variant, u.metric_values, u.excluded, u.due_at, $8
     FROM unnest($2::bigint[], $3::text[], $4::integer[], $5::jsonb[], $6::text[], $7::timestamptz[])
       AS u (event, conversation_id, variant, metric_values, excluded, due_at)`,
    [
      experimentId,
      settled.map(({ event }) => event),
      settled.map(({ conversationId }) => conversationId),
      settled.map(({ variant }) => variant),
      settled.map(({ values }) => JSON.stringify(values)),
      settled.map(({ excluded }) => excluded),
      settled.map(({ dueAt }) => new Date(dueAt)),
      settledAt,
    ],
  );
}

/** One look-up after the other, for the same reason: written as a join it may become one of everything with everything. */
async function markExposures(
  manager: EntityManager,
  experimentId: string,
  column: 'assigned_event' | 'settled_event',
  events: ReadonlyArray<Pick<TakenEvent, 'event' | 'conversationId'>>,
): Promise<void> {
  if (events.length === 0) return;
  await manager.query(
    `UPDATE exposures x SET ${column} = f.event
     FROM (
       SELECT e.place, u.event FROM unnest($2::text[], $3::bigint[]) AS u (conversation_id, event)
       CROSS JOIN LATERAL (
         SELECT ctid AS place FROM exposures WHERE experiment_id = $1 AND conversation_id = u.conversation_id OFFSET 0
       ) e
     ) f WHERE x.ctid = f.place`,
    [experimentId, events.map(({ conversationId }) => conversationId), events.map(({ event }) => event)],
  );
}
