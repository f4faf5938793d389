import { describeOnSpan, type GetActiveSpan } from './active-span';
import type { BatchQueue } from './batch-queue';
import type { OutcomeRecord, TraceRecord } from './contract';
import type { LoadedPrompt, Traces } from './loaded-prompt';
import { PromptRegistryError } from './registry-errors';
import { newTraceId } from './trace-id';
import { Trace, type TraceStart } from './trace';

/** A metric's value for a use of a prompt, or for a conversation in an experiment. @example { traceId, metric: 'confidence', value: 0.8 } */
export type Outcome = {
  readonly metric: string;
  readonly value: number;
  /** Epoch ms; default now. */
  readonly occurredAt?: number;
  /** Sending the same id again stores it once; default a new one. */
  readonly id?: string;
} & ({ readonly traceId: string } | { readonly conversationId: string; readonly experimentId: string });

/** Most traces begun and not finished; beyond it the oldest is sent as unfinished. */
const MOST_OPEN = 10_000;
/** As OpenTelemetry and W3C Trace Context have it; all zeros is none. */
const TRACE_ID = /^(?!0+$)[0-9a-f]{32}$/;

/** Turns uses and outcomes into records for the queues. @example const recorder = new Recorder(traces, outcomes, Date.now); */
export class Recorder implements Traces {
  private readonly open = new Set<Trace>();
  /** Prompts whose own trace id is taken: a second trace of the same answer gets another. */
  private readonly begun = new WeakSet<LoadedPrompt>();

  constructor(
    private readonly traces: BatchQueue<TraceRecord> | null,
    private readonly outcomes: BatchQueue<OutcomeRecord> | null,
    private readonly now: () => number,
    private readonly getActiveSpan: GetActiveSpan | undefined,
  ) {}

  /** Begins a record. @throws PromptRegistryError INVALID_VALUES when its start or id cannot be one. */
  begin(prompt: LoadedPrompt, start: TraceStart = {}): Trace {
    const startedAt = start.startedAt ?? this.now();
    if (!Number.isFinite(new Date(startedAt).getTime()))
      throw new PromptRegistryError('INVALID_VALUES', 'startedAt must be epoch milliseconds');
    const id = start.id ?? (this.begun.has(prompt) ? newTraceId() : prompt.traceId);
    if (!TRACE_ID.test(id))
      throw new PromptRegistryError(
        'INVALID_VALUES',
        'The id of a trace must be 32 hex digits in lower case',
      );
    this.begun.add(prompt);
    if (this.getActiveSpan) describeOnSpan(this.getActiveSpan, prompt, id);
    const trace = new Trace(id, prompt, { ...start, startedAt }, this.now, (ended, record) => {
      this.open.delete(ended);
      this.traces?.add(record);
    });
    const [oldest] = this.open.size >= MOST_OPEN ? this.open : [];
    oldest?.abandon();
    this.open.add(trace);
    return trace;
  }

  /**
   * Hands an outcome to the queue; answers its id.
   * @throws PromptRegistryError INVALID_VALUES when the value is not a finite number.
   */
  outcome(outcome: Outcome): string {
    const { metric, value, occurredAt = this.now(), id = newTraceId() } = outcome;
    const at = new Date(occurredAt);
    // The server would refuse it later, when nobody can say any more where it came from.
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new PromptRegistryError('INVALID_VALUES', `The value of ${metric} must be a finite number`);
    if (!Number.isFinite(at.getTime()))
      throw new PromptRegistryError('INVALID_VALUES', 'occurredAt must be epoch milliseconds');
    const unit =
      'traceId' in outcome
        ? { traceId: outcome.traceId }
        : { conversationId: outcome.conversationId, experimentId: outcome.experimentId };
    this.outcomes?.add({ id, ...unit, metric, value, occurredAt: at.toISOString() });
    return id;
  }

  /** Sends all open traces as unfinished, and what waits; answers how many items could not be delivered. */
  async close(deadlineMs: number): Promise<number> {
    for (const trace of [...this.open]) trace.abandon();
    const left = await Promise.all([this.traces?.close(deadlineMs), this.outcomes?.close(deadlineMs)]);
    return left.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  }
}
