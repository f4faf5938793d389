import { MAX_NAME_SEGMENTS, PROMPT_NAME } from './prompt-name';

const EXTENSION = /(?:\.prompt)?\.(?:md|markdown|txt)$/i;
/** Documents about the folder, not prompts. */
const DOCUMENT = /^(?:readme|changelog|license|licence|contributing)(?:\..*)?$/i;
/** Semantic Kernel's template, which only an import can convert. */
const FOREIGN = /^skprompt(?:\.txt)?$/i;
/** Windows opens a device for these, whatever the extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** The endings a prompt file may have; longest first. */
export const EXTENSIONS = [
  '.prompt.md',
  '.prompt.markdown',
  '.prompt.txt',
  '.md',
  '.markdown',
  '.txt',
] as const;

/**
 * The paths, relative to the folder and with `/`, under which a prompt's file may lie; none for a name that cannot be a path
 * inside it.
 *
 * @example candidatePaths('rules/units') // ['rules/units.prompt.md', …, 'rules/units.md', …]
 */
export function candidatePaths(name: string): string[] {
  if (!PROMPT_NAME.test(name)) return [];
  const segments = name.split('/');
  const last = segments.at(-1) ?? '';
  if (
    segments.some((segment) => segment.startsWith('_') || DEVICE.test(segment)) ||
    DOCUMENT.test(last) ||
    FOREIGN.test(last)
  )
    return [];
  return EXTENSIONS.map((extension) => name + extension);
}

/** Whether a file of the folder is a prompt, by its own name. @example isPromptFileName('README.md') // false */
export function isPromptFileName(file: string): boolean {
  return EXTENSION.test(file) && !/^[._]/.test(file) && !DOCUMENT.test(file) && !FOREIGN.test(file);
}

/** Whether a folder is looked into. @example isPromptFolderName('_partials') // false */
export function isPromptFolderName(folder: string): boolean {
  return !/^[._]/.test(folder) && folder !== 'node_modules';
}

/**
 * A prompt's name from its file's path: without the extension, with what names cannot have left out; null when no name results.
 *
 * @example nameFromPath('rules/units and time.md') // 'rules/units_and_time'
 */
export function nameFromPath(path: string): string | null {
  const segments = path.replace(EXTENSION, '').normalize('NFC').split('/');
  const name = segments.map(toSegment).join('/');
  return segments.length <= MAX_NAME_SEGMENTS && PROMPT_NAME.test(name) ? name : null;
}

/** Empty, which no name has, where only separators would be left. */
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
