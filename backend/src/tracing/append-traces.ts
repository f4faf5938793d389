import { binaryArray, type ColumnType, type ColumnValue } from './binary-array';
import type { Identified } from './distinct-items';
import type { TraceInput } from './trace-input';
import type { TraceFlag } from './trace.entity';

/** A trace, and what the server found out about it. */
export interface NewTrace extends Identified {
  readonly input: TraceInput;
  readonly promptId: string | null;
  readonly flag: TraceFlag | null;
  /** When it exposed its conversation to its variant, in epoch ms; `null`: it does not. */
  readonly assignedAt: number | null;
  /** As JSON. */
  readonly previews: string | null;
}

export interface Statement {
  readonly text: string;
  readonly parameters: unknown[];
}

/** The columns that every trace has its own value of. */
const COLUMNS: ReadonlyArray<
  readonly [name: string, type: ColumnType, of: (trace: NewTrace) => ColumnValue]
> = [
  ['id', 'uuid', ({ id }) => id],
  ['prompt_id', 'uuid', ({ promptId }) => promptId],
  ['prompt_name', 'text', ({ input }) => input.promptName],
  ['prompt_version', 'integer', ({ input }) => input.promptVersion],
  ['content_hash', 'text', ({ input }) => input.contentHash],
  ['source', 'text', ({ input }) => input.source],
  ['experiment_id', 'uuid', ({ input }) => input.experimentId],
  ['variant', 'text', ({ input }) => input.variant],
  ['conversation_id', 'text', ({ input }) => input.conversationId],
  ['agent', 'text', ({ input }) => input.agent],
  ['model', 'text', ({ input }) => input.model],
  ['started_at', 'timestamptz', ({ input }) => input.startedAt],
  ['latency_ms', 'double precision', ({ input }) => input.latencyMs],
  ['input_tokens', 'integer', ({ input }) => input.inputTokens],
  ['output_tokens', 'integer', ({ input }) => input.outputTokens],
  ['cost', 'double precision', ({ input }) => input.cost],
  ['status', 'text', ({ input }) => input.status],
  ['flag', 'text', ({ flag }) => flag],
  ['previews', 'jsonb', ({ previews }) => previews],
  ['digest', 'uuid', ({ digest }) => digest],
];
const NAMES = COLUMNS.map(([name]) => name).join(', ');
const RECEIVED_AT = COLUMNS.length + 2;
const ARRAYS = [...COLUMNS.map(([, type]) => type), 'timestamptz'].map((type, i) => `$${i + 1}::${type}[]`);

/** A trace that is there already is left as it is, and so is what an earlier one of its conversation said of the exposure. */
const STORE = `
WITH input AS (SELECT * FROM unnest(${ARRAYS.join(', ')}) AS input (${NAMES}, assigned_at)),
fresh AS (
  INSERT INTO traces (${NAMES}, received_at) SELECT ${NAMES}, $${RECEIVED_AT}::timestamptz FROM input
  ON CONFLICT (id) DO NOTHING RETURNING id, flag
)`;
/**
 * The earliest trace of each conversation, unless the experiment has ended. When its events are due is fixed here, from the
 * experiment's plan, so that they can be read in that order. All traces first and then all exposures, each in one order, so that two
 * servers never wait for each other.
 */
const EXPOSE = `,
exposed AS (
  INSERT INTO exposures (experiment_id, conversation_id, variant, trace_id, assigned_at, assignment_due_at, settlement_due_at)
  SELECT DISTINCT ON (i.experiment_id, i.conversation_id) i.experiment_id, i.conversation_id, i.variant, i.id, i.assigned_at,
    greatest(i.assigned_at + p.grace, $${RECEIVED_AT}::timestamptz),
    greatest(i.assigned_at + p.attribution + p.grace, $${RECEIVED_AT}::timestamptz + p.grace)
  FROM input i JOIN fresh USING (id) JOIN (
    SELECT id AS experiment_id, make_interval(mins => (plan ->> 'graceMinutes')::integer) AS grace,
      make_interval(mins => (plan ->> 'windowMinutes')::integer) AS attribution
    FROM prompt_experiments WHERE id = ANY ($7::uuid[]) AND end_at IS NULL
  ) p ON p.experiment_id = i.experiment_id
  WHERE i.assigned_at IS NOT NULL
  ORDER BY i.experiment_id, i.conversation_id, i.assigned_at, i.id
  ON CONFLICT (experiment_id, conversation_id) DO NOTHING
)`;
const TELL = `,
told AS (
  INSERT INTO outbox (topic, key, reference, created_at, due_at, attempts)
  SELECT 'trace', hex, hex, $${RECEIVED_AT}, $${RECEIVED_AT}, 0 FROM (SELECT replace(id::text, '-', '') AS hex FROM fresh) AS trace
)`;
const COUNT = ' SELECT count(*)::integer AS accepted, count(flag)::integer AS flagged FROM fresh';

/** The one statement that stores a batch: the traces that are new, what they expose, and what is to be told of them. */
export function appendTraces(traces: readonly NewTrace[], receivedAt: Date, tell: boolean): Statement {
  const exposes = traces.some((trace) => trace.assignedAt !== null);
  return {
    text: STORE + (exposes ? EXPOSE : '') + (tell ? TELL : '') + COUNT,
    parameters: [
      ...COLUMNS.map(([, type, of]) => binaryArray(type, traces.map(of))),
      binaryArray(
        'timestamptz',
        traces.map((trace) => trace.assignedAt),
      ),
      receivedAt,
    ],
  };
}

/** Which of these traces, from 1, are there already with other values. */
export function conflictingTraces(traces: readonly NewTrace[]): Statement {
  return {
    text: `
SELECT place::integer FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS input (id, digest, place)
JOIN traces USING (id) WHERE traces.digest <> input.digest`,
    parameters: [
      binaryArray(
        'uuid',
        traces.map(({ id }) => id),
      ),
      binaryArray(
        'uuid',
        traces.map(({ digest }) => digest),
      ),
    ],
  };
}
