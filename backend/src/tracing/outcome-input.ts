import type { Metric } from '../experiments/metric.entity';
import { ItemRefusal } from './ingest-report';
import { ItemReader } from './item-reader';
import { readExperimentId, readTraceId } from './trace-input';

/** Limits of an outcome; the documented schemas state the same. */
export const OUTCOME_LIMITS = {
  conversationId: 200,
  metric: 64,
  /** Of a metric without limits of its own: the squares of a million such values still have a sum. */
  value: 1e15,
} as const;

/** How far a client's clock may be ahead: an outcome's time decides whether its conversation was still open. */
const MOST_AHEAD_MS = 5 * 60_000;
/** Printable ASCII without a space. */
export const OUTCOME_ID = '^[!-~]{1,128}$';

/** What an outcome is about: one trace, or a conversation in an experiment. */
export type OutcomeSubject =
  | { readonly traceId: string; readonly conversationId: null; readonly experimentId: null }
  | { readonly traceId: null; readonly conversationId: string; readonly experimentId: string };

/** An outcome as it was sent, with the shape it must have; what its metric says about the value is not checked yet. */
export type OutcomeInput = OutcomeSubject & {
  readonly id: string;
  readonly metric: string;
  readonly value: number;
  /** Epoch ms. */
  readonly occurredAt: number;
};

const MEMBERS: ReadonlySet<string> = new Set([
  'id',
  'traceId',
  'conversationId',
  'experimentId',
  'metric',
  'value',
  'occurredAt',
]);
const ID = new RegExp(OUTCOME_ID);

/**
 * Checks the shape of one outcome.
 * @throws ItemRefusal naming the first member that is wrong.
 */
export function readOutcome(value: unknown): OutcomeInput {
  const item = new ItemReader(value, MEMBERS);
  const number = item.raw('value');
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw new ItemRefusal('INVALID_INPUT', 'value', 'must be a finite number');
  return {
    id: item.matching('id', ID, 'must be 1 to 128 printable ASCII characters without spaces'),
    ...readSubject(item),
    metric: item.text('metric', OUTCOME_LIMITS.metric),
    value: number,
    occurredAt: item.moment('occurredAt'),
  };
}

function readSubject(item: ItemReader): OutcomeSubject {
  const byConversation = item.has('conversationId') || item.has('experimentId');
  if (item.has('traceId') === byConversation)
    throw new ItemRefusal(
      'INVALID_INPUT',
      'traceId',
      'an outcome has either a traceId, or a conversationId and an experimentId',
    );
  if (!byConversation)
    return { traceId: readTraceId(item, 'traceId'), conversationId: null, experimentId: null };
  return {
    traceId: null,
    conversationId: item.text('conversationId', OUTCOME_LIMITS.conversationId),
    experimentId: readExperimentId(item),
  };
}

/**
 * Checks an outcome against its metric and the time.
 * @param now in epoch ms.
 * @throws ItemRefusal UNKNOWN_METRIC, METRIC_NOT_RECORDABLE, OUT_OF_RANGE, FUTURE_DATED.
 */
export function checkOutcome(
  { metric: name, value, occurredAt }: OutcomeInput,
  metric: Metric | undefined,
  now: number,
): void {
  if (!metric)
    throw new ItemRefusal('UNKNOWN_METRIC', 'metric', `there is no metric ${JSON.stringify(name)}`);
  if (metric.source !== 'outcome')
    throw new ItemRefusal(
      'METRIC_NOT_RECORDABLE',
      'metric',
      metric.source === 'trace'
        ? `values of ${name} come from the traces themselves`
        : `values of ${name} are made of other metrics'`,
    );
  if (metric.kind === 'binary' && value !== 0 && value !== 1)
    throw new ItemRefusal('OUT_OF_RANGE', 'value', `${name} is either 0 or 1`);
  const [least, most] = [metric.minimum ?? -OUTCOME_LIMITS.value, metric.maximum ?? OUTCOME_LIMITS.value];
  if (value < least || value > most)
    throw new ItemRefusal('OUT_OF_RANGE', 'value', `${name} goes from ${least} to ${most}`);
  if (occurredAt > now + MOST_AHEAD_MS)
    throw new ItemRefusal('FUTURE_DATED', 'occurredAt', 'is more than 5 minutes in the future');
}
