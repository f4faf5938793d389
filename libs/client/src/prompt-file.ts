import {
  detectTemplateFormat,
  normaliseNewlines,
  validateContent,
  type JsonValue,
  type VersionContent,
} from '@prompt-registry/resolver';
import { contentHash } from './content-hash';
import { splitFile, type FrontMatter } from './front-matter';

/** Larger files are not read, in bytes. */
export const MAX_FILE_BYTES = 1_048_576;

/** A prompt as a file says it, or why it cannot be used. */
export type PromptFile =
  | {
      readonly ok: true;
      /** The name the file gives itself; null = its path is its name. */
      readonly name: string | null;
      readonly content: VersionContent;
      /** Null when its config could not be read exactly: such a file never counts as a known version. */
      readonly contentHash: string | null;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads the bytes of a prompt file by the rules of `prompts/README.md`; never throws.
 *
 * @example parsePromptFile(Buffer.from('Hello {city}')) // { ok: true, name: null, content: { templateFormat: 'f-string', … }, … }
 */
export function parsePromptFile(bytes: Uint8Array): PromptFile {
  if (bytes.length > MAX_FILE_BYTES)
    return { ok: false, reason: `has ${bytes.length} bytes; the most is ${MAX_FILE_BYTES}` };
  const decoded = decode(bytes);
  if (decoded === null) return { ok: false, reason: 'is not valid UTF-8' };
  const split = splitFile(normaliseNewlines(decoded));
  if (!split.ok) return { ok: false, reason: `has ${split.reason}` };
  return readContent(split.front, split.body);
}

function readContent({ name, templateFormat, config, messages }: FrontMatter, body: string): PromptFile {
  const chat = messages !== null;
  if (chat && body.trim() !== '')
    return { ok: false, reason: 'is a chat prompt with text behind its front matter' };
  const detected = templateFormat === null ? detectTemplateFormat(chat ? textsOf(messages) : body) : null;
  if (detected && !detected.ok)
    return { ok: false, reason: detected.problems[0]?.message ?? 'has no known template format' };
  const format = templateFormat ?? (detected?.ok ? detected.format : 'none');
  const result = validateContent({
    type: chat ? 'chat' : 'text',
    templateFormat: format,
    content: chat ? messages : body,
    config: config ?? {},
  });
  if (!result.ok) return { ok: false, reason: result.problems[0]?.message ?? 'cannot be read' };
  const { content } = result;
  return { ok: true, name, content, contentHash: config === null ? null : contentHash(content) };
}

/** One format is detected for all messages: it belongs to the version. */
function textsOf(messages: JsonValue): string {
  if (!Array.isArray(messages)) return '';
  return messages
    .map((entry: JsonValue) => String((entry as { content?: unknown } | null)?.content ?? ''))
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
