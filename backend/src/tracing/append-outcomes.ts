import type { Statement } from './append-traces';
import { binaryArray, type ColumnType, type ColumnValue } from './binary-array';
import type { Identified } from './distinct-items';
import type { OutcomeInput } from './outcome-input';

/** An outcome that was checked. */
export interface NewOutcome extends Identified {
  readonly input: OutcomeInput;
}

const COLUMNS: ReadonlyArray<
  readonly [name: string, type: ColumnType, of: (outcome: NewOutcome) => ColumnValue]
> = [
  ['id', 'text', ({ id }) => id],
  ['trace_id', 'uuid', ({ input }) => input.traceId],
  ['experiment_id', 'uuid', ({ input }) => input.experimentId],
  ['conversation_id', 'text', ({ input }) => input.conversationId],
  ['metric', 'text', ({ input }) => input.metric],
  ['value', 'double precision', ({ input }) => input.value],
  ['occurred_at', 'timestamptz', ({ input }) => input.occurredAt],
  ['digest', 'uuid', ({ digest }) => digest],
];
const NAMES = COLUMNS.map(([name]) => name).join(', ');
const ARRAYS = COLUMNS.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ');
const SOURCE = `$${COLUMNS.length + 1}`;
const RECEIVED_AT = `$${COLUMNS.length + 2}`;

const STORE = `
WITH fresh AS (
  INSERT INTO outcomes (${NAMES}, source, received_at)
  SELECT ${NAMES}, ${SOURCE}::text, ${RECEIVED_AT}::timestamptz FROM unnest(${ARRAYS}) AS input (${NAMES})
  ON CONFLICT (id) DO NOTHING RETURNING id, trace_id, experiment_id, conversation_id
)`;
/** What is told of a trace follows the trace itself. */
const TELL = `,
told AS (
  INSERT INTO outbox (topic, key, reference, created_at, due_at, attempts)
  SELECT 'outcome',
    CASE WHEN trace_id IS NULL THEN 'conversation:' || experiment_id::text || ':' || conversation_id ELSE replace(trace_id::text, '-', '') END,
    id, ${RECEIVED_AT}, ${RECEIVED_AT}, 0
  FROM fresh
)`;
const COUNT = ' SELECT count(*)::integer AS accepted, 0 AS flagged FROM fresh';

/** The one statement that stores a batch: the outcomes that are new, and what is to be told of them. */
export function appendOutcomes(
  outcomes: readonly NewOutcome[],
  source: 'api' | 'mlflow',
  receivedAt: Date,
  tell: boolean,
): Statement {
  return {
    text: STORE + (tell ? TELL : '') + COUNT,
    parameters: [...COLUMNS.map(([, type, of]) => binaryArray(type, outcomes.map(of))), source, receivedAt],
  };
}

/** Which of these outcomes, from 1, are there already with other values. */
export function conflictingOutcomes(outcomes: readonly NewOutcome[]): Statement {
  return {
    text: `
SELECT place::integer FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS input (id, digest, place)
JOIN outcomes USING (id) WHERE outcomes.digest <> input.digest`,
    parameters: [
      binaryArray(
        'text',
        outcomes.map(({ id }) => id),
      ),
      binaryArray(
        'uuid',
        outcomes.map(({ digest }) => digest),
      ),
    ],
  };
}
