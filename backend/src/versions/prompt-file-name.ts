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
/** Far beyond any name; the bound keeps hostile ones from taking long. */
const LONGEST = 1_000;
/** A prompt of several in a file, in a report. */
const ENTRY = /^[^#]*\.(?:json|ya?ml)#(.+)$/is;

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

/** What a path is made of: a file with its folders, or the name of a prompt in a file of several. */
type Named = 'file' | 'entry';

const CHARACTERS = 'names have only a-z, A-Z, 0-9, "_", "." and "-"';

/** A prompt's name from its file's path: without the extension, with what names cannot have left out and reported. */
export function nameFromPath(path: string, named: Named = 'file'): FileName {
  if (/^skprompt\.txt$/i.test(path))
    return {
      ok: false,
      reason: 'Semantic Kernel names a prompt by its folder: take the folder, not the file alone',
    };
  const stem = stemOf(path);
  if (stem.length > LONGEST) return { ok: false, reason: `the name "${stem.slice(0, 100)}…" is too long` };
  const segments = stem.split('/').map((segment) => ({ segment, legal: toSegment(segment) }));
  const nameless = segments.find(({ segment, legal }) => segment.trim() !== '' && legal === '');
  if (nameless) {
    const instead =
      named === 'file' ? 'rename it, or say "name" in the front matter' : 'rename it where it is from';
    return {
      ok: false,
      reason: `no name can be made of ${JSON.stringify(nameless.segment.slice(0, 100))}, as ${CHARACTERS}; ${instead}`,
    };
  }
  const name = segments.map(({ legal }) => legal).join('/');
  const problem = problemOfName(name);
  if (problem) return { ok: false, reason: `the name "${name.slice(0, 100)}" ${problem}` };
  const other = named === 'file' ? '; "name" in the front matter gives another' : '';
  return {
    ok: true,
    name,
    warnings: name === stem ? [] : [`the name became "${name}", as ${CHARACTERS}${other}`],
  };
}

/**
 * What a name was made of, where it is not the same: several files can come to one name.
 * @example madeFrom('日本 v2.md', 'v2') // '日本 v2'
 */
export function madeFrom(path: string, name: string): string | null {
  const entry = ENTRY.exec(path)?.[1];
  const made = nameFromPath(entry ?? path);
  const stem = stemOf(entry ?? path);
  return made.ok && made.name === name && stem !== name ? stem : null;
}

function stemOf(path: string): string {
  return path.replace(SK_PROMPT, '').replace(EXTENSION, '').normalize('NFC');
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

/** Empty where only separators would be left. */
function toSegment(segment: string): string {
  // Accents and wide letters are written without what makes them so.
  const plain = segment.trim().replace(/\s+/g, '_').normalize('NFKD').replace(/\p{M}/gu, '');
  const legal = plain
    .replace(/[^A-Za-z0-9_.-]+/gu, '\0')
    .replace(/^\0[_.\0-]*|[_.\0-]*\0$/g, '')
    .replace(/[_.-]*\0[_.\0-]*/g, (run) => /[_.-]/.exec(run)?.[0] ?? '-')
    .replace(/\.+$/, (dots) => '-'.repeat(dots.length));
  if (legal !== segment && !/[A-Za-z0-9]/.test(legal)) return '';
  return /^[.-]/.test(legal) ? `_${legal}` : legal;
}
