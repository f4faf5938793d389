import { english } from '../time/english';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30, 61, 91, 183, 365].map((days) => days * DAY_MS),
];

/** Round moments of the reader's clock between two moments: about that many, and two at least where there is a span. */
export function timeTicks(fromMs: number, toMs: number, about: number): readonly number[] {
  const spanMs = toMs - fromMs;
  if (!(spanMs > 0)) return [fromMs];
  const coarsest = STEPS_MS.findIndex((step) => spanMs / step <= about);
  const steps = STEPS_MS.slice(0, coarsest === -1 ? STEPS_MS.length : coarsest + 1).reverse();
  for (const stepMs of steps) {
    const ticks = roundMoments(fromMs, toMs, stepMs);
    if (ticks.length >= 2) return ticks;
  }
  return [fromMs, toMs];
}

function roundMoments(fromMs: number, toMs: number, stepMs: number): readonly number[] {
  const offsetMs = new Date(fromMs).getTimezoneOffset() * MINUTE_MS;
  const first = Math.ceil((fromMs - offsetMs) / stepMs) * stepMs + offsetMs;
  const ticks: number[] = [];
  for (let at = first; at <= toMs; at += stepMs) ticks.push(at);
  return ticks;
}

/**
 * What stands at each moment of an axis that spans that much: within two days the time, and under the first one and at every
 * new day the day too; else the day, or the month and year.
 */
export function timeLabels(
  ticks: readonly number[],
  spanMs: number,
  locale?: string,
): ReadonlyArray<string | readonly [time: string, day: string]> {
  const day = new Intl.DateTimeFormat(english(locale), { day: 'numeric', month: 'short' });
  if (spanMs > 300 * DAY_MS) {
    const month = new Intl.DateTimeFormat(english(locale), { month: 'short', year: 'numeric' });
    return ticks.map((at) => month.format(at));
  }
  if (spanMs > 2 * DAY_MS) return ticks.map((at) => day.format(at));
  // Days are told at their midnight UTC.
  if (ticks.length === 1 && (ticks[0] ?? 0) % DAY_MS === 0)
    return ticks.map((at) =>
      new Intl.DateTimeFormat(english(locale), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
        at,
      ),
    );
  const time = new Intl.DateTimeFormat(english(locale), { hour: '2-digit', minute: '2-digit' });
  return ticks.map((at, index) => {
    const before = ticks[index - 1];
    const isNew = before === undefined || day.format(before) !== day.format(at);
    return isNew ? [time.format(at), day.format(at)] : time.format(at);
  });
}

/** A moment in tables and tips. */
export function timeText(atMs: number, locale?: string): string {
  return timeWriter(locale)(atMs);
}

/** Writes many moments in a row. */
export function timeWriter(locale?: string): (atMs: number) => string {
  const format = new Intl.DateTimeFormat(english(locale), { dateStyle: 'medium', timeStyle: 'short' });
  return (atMs) => format.format(atMs);
}
