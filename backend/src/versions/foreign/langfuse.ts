import { LABEL_PATTERN } from '../field-rules';
import { Inconvertible, isRecord, lineAt, type ForeignPrompt } from './foreign-prompt';
import type { StructuredData } from './structured-data';

type Fields = Readonly<Record<string, unknown>>;
interface Entry {
  readonly prompt: Fields & { readonly name: string };
  readonly path: ReadonlyArray<string | number>;
}

const LABEL = new RegExp(LABEL_PATTERN);

/** The prompts in what Langfuse's API answers: one, a list, or a page of a list; null when it is something else. */
export function langfusePrompts(value: unknown): Entry[] | null {
  const [list, base] =
    isRecord(value) && Array.isArray(value['data'])
      ? [value['data'], ['data']]
      : isRecord(value) && Array.isArray(value['prompts'])
        ? [value['prompts'], ['prompts']]
        : [Array.isArray(value) ? value : null, []];
  if (list === null) return isPrompt(value) ? [{ prompt: value, path: [] }] : null;
  const entries = list.flatMap((prompt: unknown, index) =>
    isPrompt(prompt) ? [{ prompt, path: [...base, index] }] : [],
  );
  return entries.length > 0 && entries.length === list.length ? entries : null;
}

/** Prompts of Langfuse: the newest version of each, with its labels. @throws Inconvertible for a prompt that includes another. */
export function fromLangfuse(
  entries: readonly Entry[],
  text: string,
  { lineOf }: StructuredData,
): ForeignPrompt[] {
  const included = text.search(/@@@langfusePrompt:/);
  if (included >= 0)
    throw new Inconvertible(
      '@@@langfusePrompt:…@@@ includes another prompt; write its words here, or pass them as a variable',
      lineAt(text, included),
    );
  const newest = new Map<string, Entry>();
  for (const entry of entries) {
    const other = newest.get(entry.prompt.name);
    if (!other || versionOf(entry) >= versionOf(other)) newest.set(entry.prompt.name, entry);
  }
  return [...newest.values()].map((entry) => convert(entry, entries, lineOf));
}

function convert(
  { prompt, path }: Entry,
  all: readonly Entry[],
  lineOf: StructuredData['lineOf'],
): ForeignPrompt {
  const { name, prompt: words, config, tags } = prompt;
  const isChat = Array.isArray(words);
  // A name and a prompt alone may be anybody's, with variables as they like them.
  const isSure = prompt['type'] !== undefined || prompt['labels'] !== undefined;
  const labels = textsOf(prompt['labels']).filter((label) => label !== 'latest');
  return {
    part: name,
    fields: {
      name,
      ...(Array.isArray(tags) ? { tags } : {}),
      ...(isRecord(config) ? { config } : {}),
      ...(isChat ? { messages: words.map(messageOf) } : {}),
      ...(isSure ? { templateFormat: 'mustache' } : {}),
    },
    body: isChat ? '' : String(words),
    bodyLine: lineOf([...path, 'prompt'], 1) ?? 1,
    lineOfMessage: (index, line) => lineOf([...path, 'prompt', index, 'content'], line),
    ...(isSure ? { because: 'Langfuse writes variables {{name}}' } : {}),
    labels: labels.filter((label) => LABEL.test(label)),
    warnings: [
      ...labels
        .filter((label) => !LABEL.test(label))
        .map((label) => `the label ${JSON.stringify(label)} is left out`),
      ...olderRemarks(prompt, all),
    ],
  };
}

function olderRemarks(prompt: Fields, all: readonly Entry[]): string[] {
  const older = all.filter((entry) => entry.prompt.name === prompt['name'] && entry.prompt !== prompt);
  const labelled = older.flatMap((entry) =>
    textsOf(entry.prompt['labels']).map((label) => `${label} (version ${versionOf(entry)})`),
  );
  if (older.length === 0) return [];
  const lost = labelled.length ? `, and with them the labels ${labelled.join(', ')}` : '';
  return [`only the newest version is imported: ${older.length} older stayed behind${lost}`];
}

/** Langfuse marks messages by a type, which says nothing that their role does not. */
function messageOf(message: unknown): unknown {
  if (!isRecord(message) || message['type'] !== 'chatmessage') return message;
  return Object.fromEntries(Object.entries(message).filter(([key]) => key !== 'type'));
}

function isPrompt(value: unknown): value is Fields & { readonly name: string } {
  return (
    isRecord(value) &&
    typeof value['name'] === 'string' &&
    (typeof value['prompt'] === 'string' || Array.isArray(value['prompt']))
  );
}

function versionOf({ prompt }: Entry): number {
  return typeof prompt['version'] === 'number' ? prompt['version'] : 0;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}
