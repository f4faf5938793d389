/** "a, b and c". */
export function listed(parts: readonly string[], and = 'and'): string {
  const last = parts.at(-1) ?? '';
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} ${and} ${last}` : last;
}
