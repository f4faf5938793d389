import {
  type ChatMessage,
  formatValue,
  isPlaceholder,
  parseTemplate,
  type TemplateFormat,
  type VersionContent,
} from '@prompt-registry/resolver';
import type { Mark } from '../monaco/mark';

/** A piece of what was served: a message of a chat, or the whole of a text, which has no role. */
export interface ServedPiece {
  readonly role: string | null;
  readonly text: string;
  /** Where values stand, or where their variables stand for them. */
  readonly marks: readonly Mark[];
}

/** The words as the agent got them, as far as the values are known. */
export interface ServedText {
  readonly pieces: readonly ServedPiece[];
  /** Variables and placeholders whose values are not known: they stand for themselves. */
  readonly unknown: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Puts recorded values into the words, in the way agents do; a value that was not recorded leaves its variable in place. Values
 * are never read as a template again.
 */
export function servedText(words: VersionContent, values: Values): ServedText {
  const unknown = new Set<string>();
  const fill = (text: string) => filled(text, words.templateFormat, values, unknown);
  if (words.type === 'text')
    return { pieces: [{ role: null, ...fill(words.content) }], unknown: [...unknown] };
  const pieces = words.content.flatMap((entry): readonly ServedPiece[] => {
    if (!isPlaceholder(entry)) return [{ role: roleOf(entry), ...fill(entry.content) }];
    const messages = Object.hasOwn(values, entry.name) ? values[entry.name] : undefined;
    if (Array.isArray(messages) && messages.every(isMessage))
      return messages.map((message) => ({ role: roleOf(message), text: message.content, marks: [] }));
    unknown.add(entry.name);
    const text = `messages of ${entry.name}`;
    return [{ role: 'placeholder', text, marks: [{ start: 'messages of '.length, end: text.length }] }];
  });
  return { pieces, unknown: [...unknown] };
}

function filled(text: string, format: TemplateFormat, values: Values, unknown: Set<string>) {
  const parsed = parseTemplate(text, format);
  // Published words can be read; should they not, they are shown as they are.
  if (!parsed.ok) return { text, marks: [] };
  const marks: Mark[] = [];
  let written = '';
  for (const part of parsed.parts) {
    const start = written.length;
    if (part.kind === 'literal') {
      written += part.text;
      continue;
    }
    const value = Object.hasOwn(values, part.name) ? formatValue(values[part.name]) : null;
    if (value?.ok) written += value.text;
    else {
      unknown.add(part.name);
      written += text.slice(part.start, part.end);
    }
    if (written.length > start) marks.push({ start, end: written.length });
  }
  return { text: written, marks };
}

function roleOf({ role, name }: ChatMessage): string {
  return name === undefined ? role : `${role} (${name})`;
}

function isMessage(value: unknown): value is ChatMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { role, content } = value as Partial<Record<'role' | 'content', unknown>>;
  return typeof role === 'string' && typeof content === 'string';
}
