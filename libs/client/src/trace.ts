import type { TraceRecord, TraceStatus } from './contract';
import type { LoadedPrompt } from './loaded-prompt';
import { begin, previewsOf, type TracePreviews } from './trace-previews';

/** The server's own limits. */
const MOST = { latencyMs: 31_536_000_000, tokens: 2_147_483_647, cost: 1_000_000_000, nameCharacters: 200 };

/** What is known when a use of a prompt begins. @example { agent: 'architect', model: 'gpt-x' } */
export interface TraceStart extends Omit<TracePreviews, 'output'> {
  readonly agent?: string;
  readonly model?: string;
  /** Epoch ms; default now. */
  readonly startedAt?: number;
  /**
   * Default the prompt's `traceId`, new for every load. The registry stores an id once, wherever it comes from: give an
   * OpenTelemetry trace id (`span.spanContext().traceId`, 32 hex digits) only where no other use of a prompt, in any process,
   * belongs to that trace; MLflow then shows its spans and this record as one. Otherwise the span's attribute
   * `prompt_registry.trace.id` leads from one to the other.
   */
  readonly id?: string;
}

/** What is known when it ends; a figure that cannot be (not finite, below 0, of more than a year) is left out. @example { inputTokens: 812, outputTokens: 95, cost: 0.004 } */
export interface TraceEnd extends TracePreviews {
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

  private send(end: Omit<TraceEnd, 'status'> & { readonly status: TraceStatus }): void {
    if (this.state === 'sent') return;
    this.state = 'sent';
    const { version, contentHash, source, experiment, conversationId } = this.prompt;
    const { agent, startedAt, input, variables } = this.start;
    const record = {
      id: this.id,
      promptName: this.prompt.name,
      promptVersion: version,
      contentHash,
      source,
      experimentId: experiment?.id,
      variant: experiment?.variant,
      conversationId: conversationId ?? undefined,
      agent: name(agent),
      model: name(end.model || this.start.model),
      startedAt: new Date(startedAt).toISOString(),
      latencyMs: figure(end.latencyMs, MOST.latencyMs),
      inputTokens: count(end.inputTokens),
      outputTokens: count(end.outputTokens),
      cost: figure(end.cost, MOST.cost),
      status: end.status,
      previews: previewsOf({
        input: end.input ?? input,
        output: end.output,
        variables: end.variables ?? variables,
      }),
    };
    // JSON leaves out what is undefined; the type says so.
    this.deliver(this, record as TraceRecord);
  }
}

/** The server refuses a record with an impossible figure, and an agent's words matter more than what they cost. */
function figure(value: number | undefined, most: number): number | undefined {
  return value !== undefined && value >= 0 && value <= most ? value : undefined;
}

function count(value: number | undefined): number | undefined {
  return Number.isInteger(value) ? figure(value, MOST.tokens) : undefined;
}

/** As much of it as the server takes. */
function name(text: string | undefined): string | undefined {
  return text ? begin(text, MOST.nameCharacters) : undefined;
}
