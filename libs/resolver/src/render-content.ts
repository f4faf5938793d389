import { compileContent, type CompiledContent, type CompiledResult } from './compile-content';
import { RenderInput, type InvalidValue, type RenderValues } from './render-input';
import type { ChatMessage, VersionContent } from './version-content';

/**
 * The finished words, or what is missing or unusable.
 *
 * `extra` names given values the content did not ask for; they are harmless. A failure lists both what is missing and what is
 * invalid; its code is MISSING_VARIABLES whenever something is missing.
 * @example { ok: true, type: 'text', text: 'Hello Oslo', extra: [] }
 */
export type Rendered =
  | { readonly ok: true; readonly type: 'text'; readonly text: string; readonly extra: readonly string[] }
  | {
      readonly ok: true;
      readonly type: 'chat';
      readonly messages: readonly ChatMessage[];
      readonly extra: readonly string[];
    }
  | {
      readonly ok: false;
      readonly code: 'MISSING_VARIABLES' | 'INVALID_VALUES' | 'TOO_LONG';
      readonly missing: readonly string[];
      readonly invalid: readonly InvalidValue[];
    };

/** A {@link Rendered}, or template problems of a content that was never validated. @example { ok: false, code: 'INVALID_TEMPLATE', problems } */
export type RenderResult = Rendered | Extract<CompiledResult, { ok: false }>;

/**
 * Fills in a version's variables and placeholders, strictly: every one needs a value.
 *
 * Values print as Python prints them ({@link formatValue}); a placeholder takes a list of messages. Values are read as own
 * properties only and never parsed: a value with `{x}` stays text, and cannot open a message. Never throws.
 * @example renderContent({ type: 'text', templateFormat: 'f-string', content: 'Hi {name}', config: {} }, { name: 'Ada' })
 */
export function renderContent(content: VersionContent, values: RenderValues): RenderResult {
  const result = compileContent(content);
  return result.ok ? renderCompiled(result.compiled, values) : result;
}

/**
 * The second half of {@link renderContent}, for contents parsed before.
 *
 * Output longer than MAX_RENDERED_LENGTH (10,000,000 UTF-16 units) is refused before it is built.
 * @example renderCompiled(compiled, { name: 'Ada' })
 */
export function renderCompiled(compiled: CompiledContent, values: RenderValues): Rendered {
  const input = new RenderInput(values);
  if (compiled.type === 'text') {
    const text = input.fill(compiled.parts);
    return input.failure() ?? { ok: true, type: 'text', text, extra: input.extra() };
  }
  const messages: ChatMessage[] = [];
  for (const entry of compiled.entries) {
    if (entry.kind === 'placeholder') messages.push(...input.messages(entry.name));
    else {
      const content = input.fill(entry.parts);
      messages.push(
        entry.name === undefined
          ? { role: entry.role, content }
          : { role: entry.role, content, name: entry.name },
      );
    }
  }
  return input.failure() ?? { ok: true, type: 'chat', messages, extra: input.extra() };
}
