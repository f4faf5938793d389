import { english } from './english';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A unit is used from this age on, counted in whole units. */
const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, unitMs: number, upToMs: number])[] = [
  ['minute', MINUTE_MS, HOUR_MS],
  ['hour', HOUR_MS, DAY_MS],
  ['day', DAY_MS, 14 * DAY_MS],
  ['week', 7 * DAY_MS, 60 * DAY_MS],
  ['month', 30.44 * DAY_MS, 365 * DAY_MS],
  ['year', 365.25 * DAY_MS, Infinity],
];

/**
 * How long ago something was, in words: "now", "5 min. ago", "2 hr. ago".
 *
 * A moment in the future (a clock that is a little wrong) reads as now up to a minute, then as "in …".
 */
export function relativeTime(moment: Date, now: Date, locale?: string): string {
  const agoMs = now.getTime() - moment.getTime();
  const format = new Intl.RelativeTimeFormat(english(locale), { numeric: 'auto', style: 'short' });
  const distanceMs = Math.abs(agoMs);
  if (distanceMs < MINUTE_MS) return format.format(0, 'second');
  for (const [unit, unitMs, upToMs] of STEPS) {
    if (distanceMs < upToMs) return format.format(-Math.trunc(agoMs / unitMs), unit);
  }
  return exactTime(moment, locale);
}

/** The moment in full, in the reader's time zone. */
export function exactTime(moment: Date, locale?: string): string {
  return new Intl.DateTimeFormat(english(locale), { dateStyle: 'full', timeStyle: 'long' }).format(moment);
}
