const MS_PER_SECOND = 1_000;

/**
 * Reads a Retry-After header, in ms; null when there is none or it cannot be read.
 *
 * A date is compared with the answer's own `Date`, not with the local clock, which may be wrong. Source: RFC 9110, 10.2.3.
 * @example retryAfterMs('5', undefined) // 5_000
 */
export function retryAfterMs(header: string | undefined, date: string | undefined): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * MS_PER_SECOND;
  const wait = Date.parse(header) - (date === undefined ? Date.now() : Date.parse(date));
  return Number.isFinite(wait) ? Math.max(wait, 0) : null;
}
