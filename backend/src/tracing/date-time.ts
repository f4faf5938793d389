/** RFC 3339, section 5.6; the offset is required, because without one the moment is not known. */
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const MS_PER_MINUTE = 60_000;

/**
 * The moment that an RFC 3339 date-time names, in epoch milliseconds, or `null` when it is not one.
 * `Date.parse` alone would take 30 February for 2 March and accept many other texts.
 */
export function parseDateTime(text: string): number | null {
  const parts = text.length <= 64 ? DATE_TIME.exec(text) : null;
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [offsetHours, offsetMinutes] = [Number(parts[9] ?? 0), Number(parts[10] ?? 0)];
  if (hour > 23 || minute > 59 || second > 60 || offsetHours > 23 || offsetMinutes > 59) return null;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  const milliseconds = Number(`0.${parts[7] ?? '0'}`) * 1_000;
  const offset = (offsetHours * 60 + offsetMinutes) * MS_PER_MINUTE * (parts[8] === '-' ? -1 : 1);
  // A leap second is the last moment of its minute.
  return (
    midnight.getTime() +
    (hour * 60 + minute) * MS_PER_MINUTE +
    Math.min(second, 59) * 1_000 +
    Math.floor(milliseconds) -
    offset
  );
}
