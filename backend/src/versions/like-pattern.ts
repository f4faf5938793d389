/** An ILIKE pattern for texts that contain `text`, whose own `%`, `_` and `\` are only themselves. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
