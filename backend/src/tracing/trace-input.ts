import { digestOf } from './digest';
import { ItemRefusal } from './ingest-report';
import { ItemReader, TRACE_ID, UUID } from './item-reader';
import { readPreviews } from './trace-previews';
import { TRACE_SOURCES, TRACE_STATUSES, type TracePreviews } from './trace.entity';

/** Limits of a trace; the documented schemas state the same. */
export const TRACE_LIMITS = {
  promptName: 200,
  /** Of the greatest whole number that a column holds. */
  whole: 2_147_483_647,
  conversationId: 200,
  variant: 100,
  agent: 200,
  model: 200,
  /** A year. What is longer is a mistake, and a flood of such must not drown a mean. */
  latencyMs: 31_536_000_000,
  cost: 1_000_000_000,
} as const;

/** How far a client's clock may be ahead. */
const MOST_AHEAD_MS = 24 * 3_600_000;

/** A trace as it was sent, checked. Times in epoch ms. */
export interface TraceInput {
  /** 32 hex digits. */
  readonly id: string;
  readonly promptName: string;
  readonly promptVersion: number | null;
  readonly contentHash: string | null;
  readonly source: (typeof TRACE_SOURCES)[number];
  readonly experimentId: string | null;
  readonly variant: string | null;
  readonly conversationId: string | null;
  readonly agent: string | null;
  readonly model: string | null;
  readonly startedAt: number;
  readonly latencyMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cost: number | null;
  readonly status: (typeof TRACE_STATUSES)[number];
  readonly previews: TracePreviews | null;
  /** Of all that was said, without the previews: whether those are kept can change between two deliveries. */
  readonly digest: string;
}

const MEMBERS: ReadonlySet<string> = new Set([
  'id',
  'promptName',
  'promptVersion',
  'contentHash',
  'source',
  'experimentId',
  'variant',
  'conversationId',
  'agent',
  'model',
  'startedAt',
  'latencyMs',
  'inputTokens',
  'outputTokens',
  'cost',
  'status',
  'previews',
]);
export const HASH_PATTERN = '^[0-9a-f]{64}$';
const ID = new RegExp(TRACE_ID);
const EXPERIMENT_ID = new RegExp(UUID);
const HASH = new RegExp(HASH_PATTERN);
const VERSIONS = { least: 1, most: TRACE_LIMITS.whole };
const WHOLE = { least: 0, most: TRACE_LIMITS.whole };
const LATENCY = { least: 0, most: TRACE_LIMITS.latencyMs };
const COST = { least: 0, most: TRACE_LIMITS.cost };

/**
 * Checks one trace.
 * @param now in epoch ms.
 * @throws ItemRefusal naming the first member that is wrong.
 */
export function readTrace(value: unknown, now: number): TraceInput {
  const item = new ItemReader(value, MEMBERS);
  const id = readTraceId(item, 'id');
  const promptName = item.text('promptName', TRACE_LIMITS.promptName);
  const promptVersion =
    item.raw('promptVersion') === null ? null : item.wholeNumber('promptVersion', VERSIONS);
  const contentHash =
    item.raw('contentHash') === null
      ? null
      : item.matching('contentHash', HASH, 'must be a SHA-256 in 64 lower-case hex digits, or null');
  const source = item.oneOf('source', TRACE_SOURCES);
  const experimentId = item.has('experimentId') ? readExperimentId(item) : null;
  const variant = item.optionalText('variant', TRACE_LIMITS.variant);
  const conversationId = item.optionalText('conversationId', TRACE_LIMITS.conversationId);
  const agent = item.optionalText('agent', TRACE_LIMITS.agent);
  const model = item.optionalText('model', TRACE_LIMITS.model);
  const startedAt = item.moment('startedAt');
  const latencyMs = item.optionalNumber('latencyMs', LATENCY);
  const inputTokens = item.optionalWholeNumber('inputTokens', WHOLE);
  const outputTokens = item.optionalWholeNumber('outputTokens', WHOLE);
  const cost = item.optionalNumber('cost', COST);
  const status = item.oneOf('status', TRACE_STATUSES);
  const previews = item.has('previews') ? readPreviews(item.raw('previews')) : null;
  if (startedAt > now + MOST_AHEAD_MS)
    throw new ItemRefusal('FUTURE_DATED', 'startedAt', 'is more than 24 hours in the future');
  const used = [promptName, promptVersion, contentHash, source, experimentId, variant, conversationId];
  const done = [agent, model, startedAt, latencyMs, inputTokens, outputTokens, cost, status];
  return {
    id,
    promptName,
    promptVersion,
    contentHash,
    source,
    experimentId,
    variant,
    conversationId,
    agent,
    model,
    startedAt,
    latencyMs,
    inputTokens,
    outputTokens,
    cost,
    status,
    previews,
    digest: digestOf([id, ...used, ...done]),
  };
}

/** @throws ItemRefusal. */
export function readTraceId(item: ItemReader, name: string): string {
  return item.matching(name, ID, 'must be 32 hex digits, not all of them 0').toLowerCase();
}

/** @throws ItemRefusal. */
export function readExperimentId(item: ItemReader): string {
  return item.matching('experimentId', EXPERIMENT_ID, "must be an experiment's id, a UUID").toLowerCase();
}
