import type { TraceRecord, TraceStatus } from './contract';
import type { LoadedPrompt } from './loaded-prompt';

/** What is known when a use of a prompt begins. @example { agent: 'architect', model: 'gpt-x' } */
export interface TraceStart {
  readonly agent?: string;
  readonly model?: string;
  /** Epoch ms; default now. */
  readonly startedAt?: number;
}

/** What is known when it ends. @example { inputTokens: 812, outputTokens: 95, cost: 0.004 } */
export interface TraceEnd {
  readonly model?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** In the currency that the team uses throughout. */
  readonly cost?: number;
  /** Default `ok`. */
  readonly status?: Exclude<TraceStatus, 'unfinished'>;
  /** In ms; default the time since the start. */
  readonly latencyMs?: number;
}

/**
 * The record of one use of a prompt. Sent once, by the first `finish`; if nobody calls it, as unfinished when the registry closes.
 *
 * @example const trace = prompt.trace({ agent: 'architect' }); …; trace.finish({ inputTokens: 812, outputTokens: 95 });
 */
export class Trace {
  private state: 'open' | 'sent' = 'open';

  constructor(
    /** 32 hex digits; outcomes refer to it. */
    readonly id: string,
    private readonly prompt: LoadedPrompt,
    private readonly start: TraceStart & { readonly startedAt: number },
    private readonly now: () => number,
    private readonly deliver: (trace: Trace, record: TraceRecord) => void,
  ) {}

  /** Ends the use and hands its record to the queue; the second call does nothing. */
  finish(end: TraceEnd = {}): void {
    const latencyMs = end.latencyMs ?? Math.max(this.now() - this.start.startedAt, 0);
    this.send({ ...end, status: end.status ?? 'ok', latencyMs });
  }

  /** Sends it as unfinished, if nobody finished it. */
  abandon(): void {
    this.send({ status: 'unfinished' });
  }

  private send({
    status,
    latencyMs,
    model,
    inputTokens,
    outputTokens,
    cost,
  }: Omit<TraceEnd, 'status'> & { readonly status: TraceStatus }): void {
    if (this.state === 'sent') return;
    this.state = 'sent';
    const { name, version, contentHash, source, experiment, conversationId } = this.prompt;
    const { agent, startedAt, model: plannedModel } = this.start;
    const record = {
      id: this.id,
      promptName: name,
      promptVersion: version,
      contentHash,
      source,
      experimentId: experiment?.id,
      variant: experiment?.variant,
      conversationId: conversationId ?? undefined,
      agent,
      model: model ?? plannedModel,
      startedAt: new Date(startedAt).toISOString(),
      latencyMs,
      inputTokens,
      outputTokens,
      cost,
      status,
    };
    // JSON leaves out what is undefined; the type says so.
    this.deliver(this, record as TraceRecord);
  }
}
