import {
  detectTemplateFormat,
  normaliseNewlines,
  validateContent,
  type VersionContent,
} from '@prompt-registry/resolver';
import type { PromptMetadata } from '../prompts/prompts.service';
import { contentHash } from './content-hash';
import { FieldError, readFields, type FrontMatter } from './front-matter-fields';
import { splitFrontMatter } from './front-matter';
import { givenName, nameFromPath } from './prompt-file-name';

/** Larger files are not read: no prompt is that long, and the limit of characters is checked afterwards. */
export const MAX_FILE_BYTES = 1_048_576;

/** A prompt as a file says it. */
export interface PromptFile {
  readonly ok: true;
  /** Relative to the folder of prompt files, with `/`. */
  readonly path: string;
  readonly name: string;
  readonly metadata: PromptMetadata;
  readonly content: VersionContent;
  readonly contentHash: string;
  readonly variables: readonly string[];
  readonly warnings: readonly string[];
}

/** A file that cannot be used, and why. The name is known when the path alone gives it. */
export interface UnusableFile {
  readonly ok: false;
  readonly path: string;
  readonly name?: string;
  readonly reason: string;
}

/** Reads the bytes of a prompt file; the format is described in `prompts/README.md`. Pure, never throws. */
export function parsePromptFile(path: string, bytes: Uint8Array): PromptFile | UnusableFile {
  const byPath = nameFromPath(path);
  const unusable = (reason: string): UnusableFile => ({
    ok: false,
    path,
    ...(byPath.ok ? { name: byPath.name } : {}),
    reason,
  });
  if (bytes.length > MAX_FILE_BYTES)
    return unusable(`has ${bytes.length} bytes; the most is ${MAX_FILE_BYTES}`);
  const decoded = decode(bytes);
  if (decoded === null)
    return unusable(startsLikeUtf16(bytes) ? 'is UTF-16; save it as UTF-8' : 'is not valid UTF-8');
  const split = splitFrontMatter(normaliseNewlines(decoded));
  if (!split.ok) return unusable(split.reason);
  let front: FrontMatter;
  try {
    front = readFields(split.fields ?? {});
  } catch (error) {
    if (error instanceof FieldError) return unusable(`front matter: ${error.message}`);
    throw error;
  }
  const named = front.name === undefined ? byPath : givenName(front.name, byPath);
  if (!named.ok) return unusable(named.reason);
  const read = readContent(front, split.body, split.bodyLine);
  if (!read.ok) return { ...unusable(read.reason), name: named.name };
  const warnings = [...named.warnings, ...(split.warning ? [split.warning] : []), ...read.warnings];
  return {
    ok: true,
    path,
    name: named.name,
    metadata: front.metadata,
    content: read.content,
    contentHash: contentHash(read.content),
    variables: read.variables,
    warnings,
  };
}

type ReadContent =
  | {
      readonly ok: true;
      readonly content: VersionContent;
      readonly variables: readonly string[];
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

interface Place {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

function readContent(
  { templateFormat, config, messages }: FrontMatter,
  body: string,
  bodyLine: number,
): ReadContent {
  const isChat = messages !== null;
  if (isChat && body.trim() !== '')
    return {
      ok: false,
      reason: `line ${bodyLine}: a chat prompt has its words in "messages"; remove the text after the front matter`,
    };
  const describe = ({ message, line, column }: Place): string =>
    !isChat && line !== undefined ? `line ${bodyLine + line - 1}, column ${column}: ${message}` : message;
  const detected = templateFormat ? null : detectTemplateFormat(isChat ? textsOf(messages) : body);
  if (detected && !detected.ok)
    return { ok: false, reason: detected.problems.map(describe)[0] ?? 'no template format reads it' };
  const format = templateFormat ?? (detected?.ok ? detected.format : 'none');
  const result = validateContent({
    type: isChat ? 'chat' : 'text',
    templateFormat: format,
    content: isChat ? messages : body,
    config,
  });
  if (!result.ok) {
    const [problem] = result.problems;
    const where =
      problem && problem.field !== 'content' ? `${problem.field.replace(/^content/, 'messages')}: ` : '';
    return { ok: false, reason: problem ? where + describe(problem) : 'it cannot be read' };
  }
  return {
    ok: true,
    content: result.content,
    variables: result.variables,
    warnings: detected?.ok ? detected.warnings : [],
  };
}

/** One format is detected for all messages: it belongs to the version. */
function textsOf(messages: unknown): string {
  if (!Array.isArray(messages)) return '';
  return messages
    .map((entry: unknown) => String((entry as { content?: unknown } | null)?.content ?? ''))
    .join('\n');
}

function decode(bytes: Uint8Array): string | null {
  try {
    // A byte order mark at the start is not part of the text and is left out.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null; // the decoder has no other way to say so
  }
}

function startsLikeUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
