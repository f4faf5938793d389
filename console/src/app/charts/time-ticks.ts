const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30, 61, 91, 183, 365].map((days) => days * DAY_MS),
];

/** Round moments of the reader's clock between two moments, about that many. */
export function timeTicks(fromMs: number, toMs: number, about: number): readonly number[] {
  const spanMs = toMs - fromMs;
  if (!(spanMs > 0)) return [fromMs];
  const stepMs = STEPS_MS.find((step) => spanMs / step <= about) ?? 365 * DAY_MS;
  const offsetMs = new Date(fromMs).getTimezoneOffset() * MINUTE_MS;
  const first = Math.ceil((fromMs - offsetMs) / stepMs) * stepMs + offsetMs;
  const ticks: number[] = [];
  for (let at = first; at <= toMs; at += stepMs) ticks.push(at);
  return ticks.length > 0 ? ticks : [fromMs];
}

/** A moment on an axis that spans that much: the time within two days, the day, or the month and year. */
export function timeLabel(atMs: number, spanMs: number, locale?: string): string {
  const options: Intl.DateTimeFormatOptions =
    spanMs <= 2 * DAY_MS
      ? { hour: '2-digit', minute: '2-digit' }
      : spanMs <= 300 * DAY_MS
        ? { day: 'numeric', month: 'short' }
        : { month: 'short', year: 'numeric' };
  return new Intl.DateTimeFormat(locale, options).format(atMs);
}

/** A moment in tables and tips. */
export function timeText(atMs: number, locale?: string): string {
  return timeWriter(locale)(atMs);
}

/** Writes many moments in a row. */
export function timeWriter(locale?: string): (atMs: number) => string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (atMs) => format.format(atMs);
}
