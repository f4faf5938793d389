// The conversations that evaluation.mjs evaluates: an experiment, and traces, outcomes and exposures put into the tables by SQL.
export const WINDOW_MINUTES = 60;
const GRACE_MINUTES = 5;
const PROMPT = 'specialists/energy_analyst';
const METRICS = ['confidence', 'user_actioned', 'architect_satisfaction'];
export const OUTCOMES_A_CONVERSATION = METRICS.length;

/** Versions 1 and 2 of a prompt, on trial for three weeks, with a horizon that is never reached. */
export async function begin(call, query) {
  const { id: promptId } = await call('POST', '/api/v1/prompts', { name: PROMPT, content: 'one' });
  await call('PUT', `/api/v1/prompts/${promptId}`, { content: 'two' });
  const { id } = await call('POST', `/api/v1/prompts/${promptId}/experiments`, {
    name: 'evaluation',
    variants: [
      { name: 'control', version: 1, share: 0.5 },
      { name: 'b', version: 2, share: 0.5 },
    ],
    plan: {
      primaryMetric: 'insight_quality',
      minimumDetectableEffect: 0.0001,
      guardrails: [{ metric: 'latency', margin: 1 }],
      windowMinutes: WINDOW_MINUTES,
      graceMinutes: GRACE_MINUTES,
      maximumRuntimeMinutes: 500_000,
      maximumUnits: 90_000_000,
    },
  });
  await call('POST', `/api/v1/experiments/${id}/start`);
  await query(`UPDATE prompt_experiments SET start_at = start_at - interval '21 days' WHERE id = $1`, [id]);
  return { promptId, id };
}

/** When conversation i of `from` ($1) to `to` ($2) began: evenly over [$3, $4). */
const AT = `($3::timestamptz + (i - $1::bigint) * (($4::timestamptz - $3::timestamptz) / ($2::bigint - $1::bigint)))`;
const SERIES = 'generate_series($1::bigint, $2::bigint - 1) AS i';
const VARIANT = `CASE i % 2 WHEN 0 THEN 'control' ELSE 'b' END`;

/**
 * Adds the traces of conversations, one each, and their outcomes a minute later. Every second one is b, and no pair differs,
 * so that nothing is ever decided. Ids are random, as agents make them.
 */
export async function addRecords(query, { promptId, id }, range) {
  await query(
    `INSERT INTO traces (id, prompt_id, prompt_name, prompt_version, content_hash, source, experiment_id, variant,
       conversation_id, agent, model, started_at, received_at, latency_ms, input_tokens, output_tokens, cost, status, digest)
     SELECT md5('t' || i)::uuid, $6::uuid, $7, 1 + i % 2, repeat('0', 64), 'experiment', $5::uuid, ${VARIANT},
       'conv-' || md5('c' || i), 'energy_analyst', 'gpt-4.1-mini', ${AT}, ${AT} + interval '2 seconds',
       900 + (i / 2) % 1000, 812, 95, 0.0042, 'ok', md5('d' || i)::uuid
     FROM ${SERIES}`,
    [...range, id, promptId, PROMPT],
  );
  await query(
    `INSERT INTO outcomes (id, trace_id, metric, value, occurred_at, received_at, source, digest)
     SELECT md5('o' || i || m.metric), md5('t' || i)::uuid, m.metric,
       CASE m.metric WHEN 'user_actioned' THEN ((i / 2) % 3 = 0)::integer ELSE ((i / 2 * 7919) % 1000) / 1000.0 END,
       ${AT} + interval '1 minute', ${AT} + interval '1 minute', 'api', md5('e' || i)::uuid
     FROM ${SERIES}, unnest($5::text[]) AS m (metric)`,
    [...range, METRICS],
  );
}

/** Puts the conversations down as exposed: from now on they can be settled. */
export async function expose(query, { id }, range) {
  await query(
    `INSERT INTO exposures (experiment_id, conversation_id, variant, trace_id, assigned_at, assignment_due_at, settlement_due_at)
     SELECT $5::uuid, 'conv-' || md5('c' || i), ${VARIANT}, md5('t' || i)::uuid, ${AT},
       ${AT} + make_interval(mins => $6::integer), ${AT} + make_interval(mins => $6::integer + $7::integer)
     FROM ${SERIES}`,
    [...range, id, GRACE_MINUTES, WINDOW_MINUTES],
  );
}

/** Fills tables that have only their keys, and makes the other indexes afterwards, which is much quicker. */
export async function withoutIndexes(query, tables, fill) {
  const indexes = await query(
    `SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid = ANY ($1::text[]::regclass[]) AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)`,
    [tables],
  );
  for (const { name } of indexes) await query(`DROP INDEX ${name}`);
  await fill();
  for (const { definition } of indexes) await query(definition);
}
