import type { VersionContent } from './version-content';

/**
 * Turns CRLF and lone CR into LF.
 *
 * @example normaliseNewlines('a\r\nb\rc') // 'a\nb\nc'
 */
export function normaliseNewlines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/**
 * Gives the content as it is stored and hashed: LF line ends in every text of `content`, nothing else changed.
 *
 * `config` stays as it is (a stop sequence `"\r\n"` is data); Unicode is not normalised. Idempotent; the input is not changed.
 * @example normaliseContent({ type: 'text', templateFormat: 'none', content: 'a\r\nb', config: {} }).content // 'a\nb'
 */
export function normaliseContent<T extends VersionContent>(content: T): T;
export function normaliseContent(content: VersionContent): VersionContent {
  if (content.type === 'text') return { ...content, content: normaliseNewlines(content.content) };
  return {
    ...content,
    content: content.content.map((entry) =>
      'content' in entry ? { ...entry, content: normaliseNewlines(entry.content) } : entry,
    ),
  };
}
