/** Most characters and bytes of a prompt's words that are searched: PostgreSQL refuses search vectors over 1 MB. */
const MAX_CHARACTERS = 200_000;
const MAX_BYTES = 200_000;

/** The beginning of a text that the search index can always take, cut between characters. */
export function searchable(text: string): string {
  const bytes = Buffer.from(text.slice(0, MAX_CHARACTERS));
  let end = Math.min(bytes.length, MAX_BYTES);
  // 10xxxxxx continues a character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}
