import { parseTemplate } from './parse-template';
import type { Part, TemplateProblem } from './parsed-template';
import { isPlaceholder, type ChatRole, type VersionContent } from './version-content';

/** A message with its template parsed. @example { kind: 'message', role: 'user', parts: […] } */
export interface CompiledMessage {
  readonly kind: 'message';
  readonly role: ChatRole;
  readonly name: string | undefined;
  readonly parts: readonly Part[];
}

/** A version's content parsed once, to be rendered many times. @example compileContent(content) */
export type CompiledContent =
  | { readonly type: 'text'; readonly parts: readonly Part[] }
  | {
      readonly type: 'chat';
      readonly entries: readonly (
        CompiledMessage | { readonly kind: 'placeholder'; readonly name: string }
      )[];
    };

/** A compiled content, or the template problems that prevent rendering. @example { ok: true, compiled } */
export type CompiledResult =
  | { readonly ok: true; readonly compiled: CompiledContent }
  | {
      readonly ok: false;
      readonly code: 'INVALID_TEMPLATE';
      readonly problems: readonly (TemplateProblem & { readonly field: string })[];
    };

/**
 * Parses every template of a content, for callers that render the same version again and again.
 *
 * Linear in the content's length; never throws on content of the right shape.
 * @example const result = compileContent(content); if (result.ok) renderCompiled(result.compiled, { city: 'Oslo' });
 */
export function compileContent(content: VersionContent): CompiledResult {
  const problems: (TemplateProblem & { readonly field: string })[] = [];
  const parse = (text: string, field: string): readonly Part[] => {
    const parsed = parseTemplate(text, content.templateFormat);
    if (parsed.ok) return parsed.parts;
    for (const problem of parsed.problems) problems.push({ ...problem, field });
    return [];
  };
  const compiled: CompiledContent =
    content.type === 'text'
      ? { type: 'text', parts: parse(content.content, 'content') }
      : {
          type: 'chat',
          entries: content.content.map((entry, i) =>
            isPlaceholder(entry)
              ? { kind: 'placeholder', name: entry.name }
              : {
                  kind: 'message',
                  role: entry.role,
                  name: entry.name,
                  parts: parse(entry.content, `content[${i}].content`),
                },
          ),
        };
  return problems.length > 0 ? { ok: false, code: 'INVALID_TEMPLATE', problems } : { ok: true, compiled };
}
