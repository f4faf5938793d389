import { problemOfName } from '../prompts/prompts.service';

export type FileName =
  | { readonly ok: true; readonly name: string; readonly warnings: string[] }
  | { readonly ok: false; readonly reason: string };

/** Longest first: `review.prompt.md` is the prompt `review`. */
const EXTENSION = /(?:\.prompt)?\.(?:md|markdown|txt)$/i;

/** True for the files that are prompts by their extension. */
export function isPromptFile(path: string): boolean {
  return EXTENSION.test(path);
}

/** A prompt's name from its file's path: without the extension, with what names cannot have replaced and reported. */
export function nameFromPath(path: string): FileName {
  const stem = path.replace(EXTENSION, '').normalize('NFC');
  const name = stem.split('/').map(toSegment).join('/');
  const problem = problemOfName(name);
  if (problem) return { ok: false, reason: `the name "${name.slice(0, 100)}" ${problem}` };
  return {
    ok: true,
    name,
    warnings:
      name === stem
        ? []
        : [
            `the name became "${name}": a name has no other characters than letters, digits, "_", "." and "-"`,
          ],
  };
}

/** The name that a file gives itself. Many files have a title there: then the path names the prompt, as it does for who loads files. */
export function givenName(name: unknown, byPath: FileName): FileName {
  if (typeof name !== 'string') return { ok: false, reason: '"name" must be a text' };
  if (!problemOfName(name)) return { ok: true, name, warnings: [] };
  if (!byPath.ok) return byPath;
  const title = JSON.stringify(name.slice(0, 100));
  return {
    ...byPath,
    warnings: [...byPath.warnings, `"name" is ${title}, which no prompt can be called; the path names it`],
  };
}

function toSegment(segment: string): string {
  const legal = segment
    .trim()
    .replace(/\s+/g, '_')
    .replace(/[^A-Za-z0-9_.-]/gu, '-')
    .replace(/\.+$/, (dots) => '-'.repeat(dots.length));
  return /^[.-]/.test(legal) ? `_${legal}` : legal;
}
