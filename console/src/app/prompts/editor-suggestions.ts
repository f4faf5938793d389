import type { TemplateFormat } from '@prompt-registry/resolver';
import type { Suggestions } from '../monaco/prompt-language';

/** What the cursor stands in: a variable being written, a word, or nothing to complete. */
export type Place =
  | { readonly kind: 'variable'; readonly typed: string; readonly before: number; readonly after: number }
  | { readonly kind: 'word'; readonly typed: string };

const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_./-]*$/u;

/** Where in a line the cursor is, by the template format. */
export function placeIn(before: string, after: string, format: TemplateFormat): Place {
  const opened = /(\{+)([ \t]*)([\p{L}_][\p{L}\p{N}_-]*)?$/u.exec(before);
  if (opened && isOpen(opened[1]?.length ?? 0, format)) {
    const [, , blanks = '', name = ''] = opened;
    const braces = format === 'mustache' ? 2 : 1;
    const close = /^[\p{L}\p{N}_-]*[ \t]*\}{0,2}/u.exec(after)?.[0] ?? '';
    const closed = close.endsWith('}') ? close.length : 0;
    const tooMany = format === 'f-string' && close.endsWith('}}') ? 1 : 0;
    return {
      kind: 'variable',
      typed: '{'.repeat(braces) + blanks + name,
      before: braces + blanks.length + name.length,
      after: Math.max(0, closed - tooMany),
    };
  }
  return { kind: 'word', typed: WORD.exec(before)?.[0] ?? '' };
}

/** In an f-string every second brace escapes the one before it. */
function isOpen(braces: number, format: TemplateFormat): boolean {
  if (format === 'none') return false;
  return format === 'mustache' ? braces >= 2 : braces % 2 === 1;
}

/** A variable as the format writes it. */
export function variableWord(name: string, format: TemplateFormat): string {
  return format === 'mustache' ? `{{${name}}}` : `{${name}}`;
}

/** Known variables that fit at a place. */
export function variableSuggestions(
  names: readonly string[],
  place: Place,
  format: TemplateFormat,
): Suggestions {
  const isVariable = place.kind === 'variable';
  return {
    before: isVariable ? place.before : place.typed.length,
    after: isVariable ? place.after : 0,
    items: names.map((name) => ({
      label: variableWord(name, format),
      detail: 'variable',
      insert: variableWord(name, format),
      match: isVariable ? place.typed.replace(/[\p{L}_][\p{L}\p{N}_-]*$/u, '') + name : name,
    })),
  };
}
