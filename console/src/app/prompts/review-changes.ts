import { diffLines } from 'diff';
import { extractVariables, type VersionContent } from '@prompt-registry/resolver';
import { comparableText, type Draft, draftOf, type Words, wordsOf } from './draft';

const MOST_MS = 500;

/** What a draft changes, part by part. */
export interface Changes {
  readonly text: {
    readonly before: string;
    readonly after: string;
    /** Null: too much to count quickly. */
    readonly lines: { readonly added: number; readonly removed: number } | null;
  };
  readonly config: { readonly before: string; readonly after: string };
  readonly format: { readonly before: string; readonly after: string };
  readonly variables: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

/** Compares a draft with the version it is based on. */
export function changesOf(base: Words, draft: Draft): Changes {
  const words = wordsOf(draft);
  const [before, after] = [comparableText(base), comparableText(words)];
  const [had, has] = [namesIn(base), namesIn(words)];
  return {
    text: { before, after, lines: countLines(before, after) },
    config: { before: draftOf(base).config, after: draftOf(words).config },
    format: { before: base.templateFormat, after: draft.templateFormat },
    variables: {
      added: has.filter((name) => !had.includes(name)),
      removed: had.filter((name) => !has.includes(name)),
    },
  };
}

function namesIn(words: Words): readonly string[] {
  const { variables, placeholders } = extractVariables({ ...words, config: {} } as VersionContent);
  return [...variables, ...placeholders];
}

function countLines(before: string, after: string) {
  // The last line counts as changed only when its words are.
  const parts = diffLines(`${before}\n`, `${after}\n`, { timeout: MOST_MS });
  if (!parts) return null;
  const count = (which: 'added' | 'removed') =>
    parts.reduce((sum, part) => sum + (part[which] ? part.count : 0), 0);
  return { added: count('added'), removed: count('removed') };
}
