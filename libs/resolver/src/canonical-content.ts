import { normaliseContent } from './normalise-content';
import type { JsonValue, VersionContent } from './version-content';

/**
 * Writes a JSON value in the one canonical form: keys sorted by UTF-16 unit at every level, no white space, ECMAScript
 * numbers and string escapes. Keys whose value is undefined are left out, as JSON does.
 *
 * Source: RFC 8785 (JSON Canonicalization Scheme). Expects validated JSON (finite numbers, depth <= 32).
 * @example canonicalJson({ b: 1, a: [true] }) // '{"a":[true],"b":1}'
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/**
 * Writes the exact text whose UTF-8 bytes the content hash is the SHA-256 of: {type, templateFormat, content, config}.
 *
 * Line ends are normalised to LF, Unicode is not normalised, other properties (version, author) are ignored. The hash itself
 * is the caller's: this library has no cryptography. Expects content that {@link validateContent} accepted.
 * Source: rules.md "contentHash"; vectors in `vectors/content.json`.
 * @example createHash('sha256').update(canonicalContent(content)).digest('hex')
 */
export function canonicalContent(content: VersionContent): string {
  const { type, templateFormat, config } = content;
  const normalised = normaliseContent(content);
  const words: JsonValue =
    normalised.type === 'text' ? normalised.content : normalised.content.map((entry) => ({ ...entry }));
  return canonicalJson({ type, templateFormat, content: words, config });
}

// Array.isArray does not narrow readonly arrays.
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
