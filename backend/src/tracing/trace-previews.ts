import { storable } from '../storable-text';
import { ItemRefusal } from './ingest-report';
import { ItemReader } from './item-reader';
import type { TracePreviews } from './trace.entity';

/** Most characters of each text, and of all variables as JSON; the documented schema states the same. */
export const MOST_PREVIEW_CHARACTERS = 10_000;
/** What lies deeper in a variable is left out. */
const MOST_LEVELS = 32;

const MEMBERS: ReadonlySet<string> = new Set(['input', 'output', 'variables']);

/**
 * Reads what was said and heard. What cannot be kept is replaced and not refused: a text that was cut in the middle of an emoji is
 * no reason to lose the record of a use.
 * @throws ItemRefusal for what has the wrong shape or is too long.
 */
export function readPreviews(value: unknown): TracePreviews {
  const item = new ItemReader(value, MEMBERS, 'previews');
  const previews: { -readonly [Member in keyof TracePreviews]: TracePreviews[Member] } = {};
  if (item.has('input')) previews.input = readText(item, 'input');
  if (item.has('output')) previews.output = readText(item, 'output');
  if (item.has('variables')) previews.variables = readVariables(item.raw('variables'));
  return previews;
}

function readText(item: ItemReader, name: 'input' | 'output'): string {
  const text = item.raw(name);
  const most = MOST_PREVIEW_CHARACTERS;
  if (typeof text !== 'string' || (text.length > most && [...text].length > most))
    throw refusal(name, `must be a string of at most ${most} characters`);
  return storable(text);
}

function readVariables(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refusal('variables', 'must be an object of values by name');
  const variables = clean(value, 1) as Readonly<Record<string, unknown>>;
  if (JSON.stringify(variables).length > MOST_PREVIEW_CHARACTERS)
    throw refusal('variables', `must have at most ${MOST_PREVIEW_CHARACTERS} characters as JSON`);
  return variables;
}

/** A copy with texts that can be kept, not deeper than can be written again, and without the name that reaches prototypes. */
function clean(value: unknown, level: number): unknown {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null) return value;
  if (level > MOST_LEVELS) return null;
  if (Array.isArray(value)) return value.map((item) => clean(item, level + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '__proto__')
      .map(([name, item]) => [storable(name), clean(item, level + 1)]),
  );
}

function refusal(name: string, problem: string): ItemRefusal {
  return new ItemRefusal('INVALID_INPUT', `previews.${name}`, problem);
}
