const DAY_MS = 86_400_000;

/** How long a key may live, as it is offered. */
export const LIFETIMES = [
  { value: 'never', label: 'Never', days: null },
  { value: '30', label: 'In 30 days', days: 30 },
  { value: '90', label: 'In 90 days', days: 90 },
  { value: '365', label: 'In a year', days: 365 },
  { value: 'day', label: 'On a day…', days: null },
] as const;

/**
 * When a key ends, as ISO 8601: null for never. A chosen day (`2026-03-10`) is the last one on which it works, by the
 * reader's clock; `invalid` when that is over or not a day.
 */
export function expiryOf(lifetime: string, day: string, now: Date): string | null | 'invalid' {
  const days = LIFETIMES.find(({ value }) => value === lifetime)?.days;
  if (days) return new Date(now.getTime() + days * DAY_MS).toISOString();
  if (lifetime !== 'day') return null;
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  if (!match) return 'invalid';
  const end = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + 1);
  return end > now ? end.toISOString() : 'invalid';
}
