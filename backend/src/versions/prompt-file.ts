import { normaliseNewlines, type VersionContent } from '@prompt-registry/resolver';
import type { PromptMetadata } from '../prompts/prompts.service';
import { contentHash } from './content-hash';
import { convertForeign, type Converted, type FileFormat } from './foreign/convert-foreign';
import { Inconvertible, type ForeignPrompt } from './foreign/foreign-prompt';
import { splitFrontMatter } from './front-matter';
import { FieldError, readFields, type FrontMatter } from './front-matter-fields';
import { readContent, type FileWords } from './prompt-content';
import { givenName, isForeign, nameFromPath, type FileName } from './prompt-file-name';

/** Larger files are not read: no prompt is that long, and the limit of characters is checked afterwards. */
export const MAX_FILE_BYTES = 1_048_576;

/** A prompt as a file says it. */
export interface PromptFile {
  readonly ok: true;
  /** Relative to the folder of prompt files, with `/`; of one in a file of several, with `#` and its name. */
  readonly path: string;
  readonly name: string;
  readonly metadata: PromptMetadata;
  readonly content: VersionContent;
  readonly contentHash: string;
  readonly variables: readonly string[];
  /** What the file is written in. */
  readonly format: FileFormat;
  /** Where the template format is from. */
  readonly templateFormatReason: string;
  /** Labels that a new prompt gets. */
  readonly labels: readonly string[];
  readonly warnings: readonly string[];
}

/** A file that cannot be used, and why. The name is known when the path alone gives it. */
export interface UnusableFile {
  readonly ok: false;
  readonly path: string;
  readonly name?: string;
  readonly reason: string;
}

/**
 * Reads the bytes of a file; `prompts/README.md` describes what it may be. A file of ours is one prompt, one of another tool may be
 * several. `beside` is the `config.json` that belongs to it. Pure, never throws.
 */
export function readPromptFile(
  path: string,
  bytes: Uint8Array,
  beside?: Uint8Array,
): Array<PromptFile | UnusableFile> {
  return isForeign(path) ? readForeign(path, bytes, beside) : [parsePromptFile(path, bytes)];
}

/** Reads the bytes of a prompt file of our own format. Pure, never throws. */
export function parsePromptFile(path: string, bytes: Uint8Array): PromptFile | UnusableFile {
  const byPath = nameFromPath(path);
  const text = decoded(bytes);
  if (!text.ok) return unusable(path, byPath, text.reason);
  const split = splitFrontMatter(text.text);
  if (!split.ok) return unusable(path, byPath, split.reason);
  const { lineOf } = split;
  const lineOfMessage =
    lineOf && ((index: number, line: number) => lineOf(['messages', index, 'content'], line));
  return toPrompt(path, byPath, split.fields ?? {}, { ...split, lineOfMessage }, split.warnings);
}

function readForeign(path: string, bytes: Uint8Array, beside?: Uint8Array): Array<PromptFile | UnusableFile> {
  const byPath = nameFromPath(path);
  const text = decoded(bytes);
  if (!text.ok) return [unusable(path, byPath, text.reason)];
  const config = beside && decoded(beside);
  let converted: Converted;
  try {
    converted = convertForeign({ path, text: text.text, beside: config?.ok ? config.text : undefined });
  } catch (error) {
    if (error instanceof Inconvertible) return [unusable(path, byPath, error.message)];
    throw error;
  }
  const { format, prompts } = converted;
  return prompts.map((prompt) => fromForeign(path, byPath, prompt, format));
}

function fromForeign(
  path: string,
  byPath: FileName,
  { part, fields, labels = [], warnings, ...words }: ForeignPrompt,
  format: FileFormat,
): PromptFile | UnusableFile {
  if (part === undefined) return toPrompt(path, byPath, fields, words, warnings, { format, labels });
  const { name: _, ...others } = fields;
  return toPrompt(`${path}#${part}`, nameFromPath(part, 'entry'), others, words, warnings, {
    format,
    labels,
  });
}

function toPrompt(
  path: string,
  byPath: FileName,
  fields: Readonly<Record<string, unknown>>,
  words: FileWords,
  warnings: readonly string[],
  { format = 'prompt file', labels = [] }: { format?: FileFormat; labels?: readonly string[] } = {},
): PromptFile | UnusableFile {
  let front: FrontMatter;
  try {
    front = readFields(fields);
  } catch (error) {
    if (error instanceof FieldError) return unusable(path, byPath, `front matter: ${error.message}`);
    throw error;
  }
  // `name:` with nothing after it is as good as none: templates of files have that.
  const named = front.name === undefined || front.name === null ? byPath : givenName(front.name, byPath);
  if (!named.ok) return unusable(path, byPath, named.reason);
  const read = readContent(front, words);
  if (!read.ok) {
    // There is no front matter of ours to set anything in.
    const reason =
      format === 'prompt file'
        ? read.reason
        : read.reason.replace(/ Correct it, or set templateFormat.*$/s, '');
    return { ...unusable(path, byPath, reason), name: named.name };
  }
  return {
    ok: true,
    path,
    name: named.name,
    metadata: front.metadata,
    content: read.content,
    contentHash: contentHash(read.content),
    variables: read.variables,
    format,
    templateFormatReason: read.because,
    labels,
    warnings: [...named.warnings, ...warnings, ...read.warnings],
  };
}

function unusable(path: string, byPath: FileName, reason: string): UnusableFile {
  return { ok: false, path, ...(byPath.ok ? { name: byPath.name } : {}), reason };
}

function decoded(bytes: Uint8Array): { ok: true; text: string } | { ok: false; reason: string } {
  if (bytes.length > MAX_FILE_BYTES)
    return { ok: false, reason: `has ${bytes.length} bytes; the most is ${MAX_FILE_BYTES}` };
  try {
    // A byte order mark at the start is not part of the text and is left out.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { ok: true, text: normaliseNewlines(text) };
  } catch {
    // The decoder has no other way to say so.
    return {
      ok: false,
      reason: startsLikeUtf16(bytes) ? 'is UTF-16; save it as UTF-8' : 'is not valid UTF-8',
    };
  }
}

function startsLikeUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
