import { hash } from 'node:crypto';

/**
 * Tells a repeated delivery from another item under the same id: the first 128 bits of a SHA-256, as 32 hex digits.
 * @param values in one order, texts neither empty nor with NUL, which stands between them.
 */
export function digestOf(values: ReadonlyArray<string | number | null>): string {
  return hash('sha256', values.join('\0')).slice(0, 32);
}
