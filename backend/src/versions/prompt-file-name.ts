import { problemOfName } from '../prompts/prompts.service';

export type FileName =
  | { readonly ok: true; readonly name: string; readonly warnings: string[] }
  | { readonly ok: false; readonly reason: string };

/** Longest first: `review.prompt.md` is the prompt `review`. */
const EXTENSION = /(?:\.prompt)?\.(?:md|markdown|txt|ya?ml|json)$|\.(?:prompty|prompt|j2|jinja2?)$/i;
/** Prompt files of other tools: what is in them is looked at. */
const FOREIGN = /\.(?:prompty|prompt|j2|jinja2?|ya?ml|json)$|(?:^|\/)skprompt\.txt$/i;
/** Semantic Kernel names a prompt by its folder. */
const SK_PROMPT = /\/skprompt\.txt$/i;

/** Documents about the folder, not prompts; not worth a line in a report. */
const DOCUMENTS = /^(?:readme|changelog|license|licence|contributing)(?:\..*)?$/i;
/** What tools keep beside prompts. */
const SETTINGS = /^(?:package(?:-lock)?|tsconfig|config|metadata)\.json$|^\w*\.schema\.json$/i;

/** True for a file, by its name without folders, that tells people about the others. */
export function isDocument(name: string): boolean {
  return DOCUMENTS.test(name);
}

/** True for a path whose file another tool wrote, by its extension. */
export function isForeign(path: string): boolean {
  return FOREIGN.test(path);
}

/** Why a file of this name, without folders, is no prompt file; `other`: nobody would expect it to be one. Null: it is looked into. */
export function problemOfFileName(name: string): string | null {
  if (!EXTENSION.test(name) || SETTINGS.test(name)) return 'other';
  return name.startsWith('_') ? 'begins with _: partials are not prompts' : null;
}

/** A prompt's name from its file's path: without the extension, with what names cannot have replaced and reported. */
export function nameFromPath(path: string): FileName {
  const stem = path.replace(SK_PROMPT, '').replace(EXTENSION, '').normalize('NFC');
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
            `the name became "${name}", as names have only a-z, A-Z, 0-9, "_", "." and "-"; "name" in the front matter gives another`,
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
