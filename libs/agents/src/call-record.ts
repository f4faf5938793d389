import type { LoadedPrompt, PromptRegistry, RenderValues, Trace, TraceStart } from '@prompt-registry/client';
import type { ModelAnswer } from './language-model';

/** How the call went, in all its attempts. @example { status: 'ok', latencyMs: 840, answers } */
export interface CallEnd {
  readonly status: 'ok' | 'error';
  readonly latencyMs: number;
  readonly answers: readonly ModelAnswer[];
  /** What is kept of the answer with the traces; absent = nothing. */
  readonly output?: string | undefined;
}

/**
 * What the registry learns of one call to a model: a trace for every prompt that was part of it, each with the figures of the
 * whole call, because every part's words have their share in them.
 *
 * @example const record = new CallRecord(registry, composed.parts, { agent, model }); …; record.outcome('confidence', 0.8);
 */
export class CallRecord {
  private readonly traces: readonly Trace[];

  constructor(
    private readonly registry: PromptRegistry,
    /** With where each came from: an experiment, a label, the latest version, a file. */
    readonly prompts: readonly LoadedPrompt[],
    start: TraceStart & { readonly agent: string; readonly model: string },
    /** What the prompts were given, to be kept with the traces: with each what it asks for; absent = nothing. */
    values?: RenderValues,
  ) {
    this.traces = prompts.map((prompt) =>
      prompt.trace(values ? { ...start, variables: valuesOf(prompt, values) } : start),
    );
  }

  /** Sends the traces. */
  finish({ status, latencyMs, answers, output }: CallEnd): void {
    const total = (of: (answer: ModelAnswer) => number): number =>
      answers.reduce((sum, answer) => sum + of(answer), 0);
    const priced = answers.length > 0 && answers.every(({ cost }) => cost !== null);
    const model = answers.at(-1)?.model;
    for (const trace of this.traces)
      trace.finish({
        status,
        latencyMs,
        inputTokens: total((answer) => answer.inputTokens),
        outputTokens: total((answer) => answer.outputTokens),
        ...(model === undefined ? {} : { model }),
        ...(output === undefined ? {} : { output }),
        ...(priced ? { cost: total((answer) => answer.cost ?? 0) } : {}),
      });
  }

  /** Records what came of it, now or hours later, for every prompt that was part of it. */
  outcome(metric: string, value: number): void {
    for (const { id } of this.traces) this.registry.outcome({ traceId: id, metric, value });
  }
}

function valuesOf({ variables }: LoadedPrompt, values: RenderValues): RenderValues {
  return Object.fromEntries(variables.map((name) => [name, values[name]]));
}
