import {
  canonicalJson,
  type ChatMessage,
  type ChatPlaceholder,
  type ChatRole,
  isPlaceholder,
  type JsonObject,
  normaliseNewlines,
  type TemplateFormat,
} from '@prompt-registry/resolver';
import { readConfig } from './draft-config';

/** A message of a chat prompt while it is written; `key` stays with it wherever it is moved. */
export interface DraftMessage {
  readonly key: number;
  readonly kind: 'message';
  readonly role: ChatRole;
  /** Empty: none. */
  readonly name: string;
  readonly text: string;
}

/** The place of messages that the caller passes. */
export interface DraftPlaceholder {
  readonly key: number;
  readonly kind: 'placeholder';
  readonly name: string;
}

export type DraftEntry = DraftMessage | DraftPlaceholder;

/** What a person is writing; anything may be unfinished. */
export interface Draft {
  readonly type: 'text' | 'chat';
  readonly templateFormat: TemplateFormat;
  /** The words of a text prompt. */
  readonly text: string;
  /** The words of a chat prompt. */
  readonly entries: readonly DraftEntry[];
  /** JSON; blank is an empty object. */
  readonly config: string;
  /** Why, as far as it is written. */
  readonly message: string;
}

/** The part of a version that is edited. */
export interface Words {
  readonly type: 'text' | 'chat';
  readonly templateFormat: TemplateFormat;
  readonly content: string | readonly (ChatMessage | ChatPlaceholder)[];
  readonly config: Readonly<Record<string, unknown>>;
}

export const EMPTY_DRAFT: Draft = {
  type: 'text',
  templateFormat: 'f-string',
  text: '',
  entries: [{ key: 1, kind: 'message', role: 'system', name: '', text: '' }],
  config: '',
  message: '',
};

/** A version as a draft that changes nothing. */
export function draftOf(words: Words): Draft {
  const { type, templateFormat, content, config } = words;
  const draft = { ...EMPTY_DRAFT, type, templateFormat, config: configText(config) };
  if (typeof content === 'string') return { ...draft, text: content };
  return { ...draft, entries: content.map((entry, index) => entryOf(entry, index + 1)) };
}

function configText(config: Readonly<Record<string, unknown>>): string {
  return Object.keys(config).length > 0 ? JSON.stringify(config, null, 2) : '';
}

function entryOf(entry: ChatMessage | ChatPlaceholder, key: number): DraftEntry {
  if (isPlaceholder(entry)) return { key, kind: 'placeholder', name: entry.name };
  return { key, kind: 'message', role: entry.role, name: entry.name ?? '', text: entry.content };
}

/** The words of a draft as the API takes them. */
export function contentOf({ type, text, entries }: Draft): Words['content'] {
  if (type === 'text') return normaliseNewlines(text);
  return entries.map((entry): ChatMessage | ChatPlaceholder => {
    if (entry.kind === 'placeholder') return { type: 'placeholder', name: entry.name };
    const { role, name } = entry;
    const content = normaliseNewlines(entry.text);
    return name === '' ? { role, content } : { role, content, name };
  });
}

/** A draft as a version would be, as far as its configuration can be read; an unreadable one counts as none. */
export function wordsOf(draft: Draft): Words {
  const config = readConfig(draft.config);
  const { type, templateFormat } = draft;
  return { type, templateFormat, content: contentOf(draft), config: config.ok ? config.value : {} };
}

/** True when saving one instead of the other would make no difference. */
export function sameWords(one: Draft, other: Draft): boolean {
  return fingerprint(one) === fingerprint(other);
}

function fingerprint(draft: Draft): string {
  const config = readConfig(draft.config);
  const readable = config.ok ? canonicalJson(config.value as JsonObject) : draft.config;
  return JSON.stringify([draft.type, draft.templateFormat, contentOf(draft), readable]);
}

/** Every text of a draft with the field that the API calls it by. */
export function textsOf(draft: Draft): readonly { readonly field: string; readonly text: string }[] {
  if (draft.type === 'text') return [{ field: 'content', text: draft.text }];
  return draft.entries.flatMap((entry, index) =>
    entry.kind === 'message' ? [{ field: `content[${index}].content`, text: entry.text }] : [],
  );
}

/** The words as one text that two versions can be compared by. */
export function comparableText({ content }: Pick<Words, 'content'>): string {
  if (typeof content === 'string') return content;
  return content
    .map((entry) =>
      isPlaceholder(entry)
        ? `── messages of ${entry.name} ──\n`
        : `── ${entry.role}${entry.name ? ` (${entry.name})` : ''} ──\n${entry.content}\n`,
    )
    .join('\n');
}

/** A key that no entry has. */
export function freshKey(entries: readonly DraftEntry[]): number {
  return Math.max(0, ...entries.map(({ key }) => key)) + 1;
}
