import type { LoadedPrompt } from './loaded-prompt';

/** The part of an OpenTelemetry span that the SDK writes to. */
export interface SpanLike {
  setAttribute(key: string, value: string | number | boolean): unknown;
}

/** OpenTelemetry's `trace.getActiveSpan`. */
export type GetActiveSpan = () => SpanLike | undefined;

/** What is written to the active span by every load and every trace begun. @example span.attributes[SPAN_ATTRIBUTES.version] // 7 */
export const SPAN_ATTRIBUTES = {
  promptId: 'prompt_registry.prompt.id',
  promptName: 'prompt_registry.prompt.name',
  version: 'prompt_registry.prompt.version',
  contentHash: 'prompt_registry.prompt.content_hash',
  source: 'prompt_registry.prompt.source',
  experimentId: 'prompt_registry.experiment.id',
  variant: 'prompt_registry.experiment.variant',
  /** The id of the record: outcomes, the registry and its trace in MLflow know it by that. */
  traceId: 'prompt_registry.trace.id',
  /** OpenTelemetry's own name; MLflow takes it for the session of the trace. */
  conversationId: 'gen_ai.conversation.id',
} as const;

/**
 * Writes to the active span, if there is one, which words are used under it and by which record. What does not apply is not
 * written, so a span is for one use of one prompt: of several, each overwrites what it has in common with the last.
 *
 * @example describeOnSpan(trace.getActiveSpan, prompt, prompt.traceId)
 */
export function describeOnSpan(getActiveSpan: GetActiveSpan, prompt: LoadedPrompt, traceId: string): void {
  try {
    const span = getActiveSpan();
    if (!span) return;
    const { experiment } = prompt;
    const values: Record<keyof typeof SPAN_ATTRIBUTES, string | number | null | undefined> = {
      promptId: prompt.promptId,
      promptName: prompt.name,
      version: prompt.version,
      contentHash: prompt.contentHash,
      source: prompt.source,
      experimentId: experiment?.id,
      variant: experiment?.variant,
      traceId,
      conversationId: prompt.conversationId,
    };
    for (const key of Object.keys(values) as Array<keyof typeof values>) {
      const value = values[key];
      if (value !== null && value !== undefined) span.setAttribute(SPAN_ATTRIBUTES[key], value);
    }
  } catch {
    // Telemetry that fails must not cost an agent its prompt.
  }
}
