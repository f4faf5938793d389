import { applyPatch, structuredPatch } from 'diff';
import { type Draft, type DraftEntry, draftOf, type Words } from './draft';
import { readConfig } from './draft-config';

/** Lines around a change that must be unchanged on the other side. */
const CONTEXT_LINES = 2;
const MOST_MS = 2000;

/**
 * Brings what somebody else changed into a draft: null when both changed the same place, so that a person must decide.
 * The draft's message stays.
 */
export function mergeDraft(base: Words, theirs: Words, mine: Draft): Draft | null {
  const from = draftOf(base);
  const their = draftOf(theirs);
  const config = mergeConfig(base, theirs, mine);
  const templateFormat = pick(from.templateFormat, their.templateFormat, mine.templateFormat);
  const text = mergeText(from.text, their.text, mine.text);
  const entries = mergeEntries(from.entries, their.entries, mine.entries);
  if (config === null || templateFormat === null || text === null || entries === null) return null;
  return { ...mine, templateFormat, text, entries, config };
}

/** The side that changed; null when both did, differently. */
function pick<T>(base: T, theirs: T, mine: T): T | null {
  if (mine === base || mine === theirs) return theirs;
  return theirs === base ? mine : null;
}

/** Both changes of a text by lines; null when they touch. */
export function mergeText(base: string, theirs: string, mine: string): string | null {
  const picked = pick(base, theirs, mine);
  if (picked !== null) return picked;
  const patch = structuredPatch('', '', base, mine, '', '', { context: CONTEXT_LINES, timeout: MOST_MS });
  const merged = patch ? applyPatch(theirs, patch, { fuzzFactor: 0, autoConvertLineEndings: false }) : false;
  return merged === false ? null : merged;
}

function mergeConfig(base: Words, theirs: Words, mine: Draft): string | null {
  const mineConfig = readConfig(mine.config);
  const text = JSON.stringify;
  if (text(base.config) === text(theirs.config)) return mine.config;
  if (!mineConfig.ok) return null;
  const merged: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(theirs.config), ...Object.keys(mineConfig.value)])) {
    const picked = pick(
      text(base.config[key]) ?? '',
      text(theirs.config[key]) ?? '',
      text(mineConfig.value[key]) ?? '',
    );
    if (picked === null) return null;
    if (picked !== '') merged[key] = JSON.parse(picked);
  }
  return Object.keys(merged).length > 0 ? text(merged, null, 2) : '';
}

function mergeEntries(
  base: readonly DraftEntry[],
  theirs: readonly DraftEntry[],
  mine: readonly DraftEntry[],
): readonly DraftEntry[] | null {
  const plain = (entries: readonly DraftEntry[]) =>
    JSON.stringify(entries.map((entry) => ({ ...entry, key: 0 })));
  const picked = pick(plain(base), plain(theirs), plain(mine));
  if (picked === plain(mine)) return mine;
  if (picked !== null) return theirs;
  // Both changed the conversation: only changes within the same messages can be told apart.
  if (base.length !== theirs.length || base.length !== mine.length) return null;
  const merged: DraftEntry[] = [];
  for (const [index, entry] of mine.entries()) {
    const [before, their] = [base[index], theirs[index]];
    if (!before || !their || shapeOf(before) !== shapeOf(their) || shapeOf(before) !== shapeOf(entry))
      return null;
    if (before.kind !== 'message' || their.kind !== 'message' || entry.kind !== 'message') {
      merged.push(entry);
      continue;
    }
    const text = mergeText(before.text, their.text, entry.text);
    if (text === null) return null;
    merged.push({ ...entry, text });
  }
  return merged;
}

function shapeOf(entry: DraftEntry): string {
  return entry.kind === 'message' ? `${entry.role}\n${entry.name}` : `placeholder\n${entry.name}`;
}
