import { bracketed, decimalsOf, fixed, sharedDecimals, significant } from './digits';
import type { Quantity } from './quantity';

/** Written where there is no number yet; zero is written as zero. */
export const NONE_YET = '–';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** Decimals of percents and milliseconds at most: less is noise. */
const COARSE = 3;

/** Things that are counted: "1,204". */
export function formatCount(count: number | null | undefined, locale?: string): string {
  return count === null || count === undefined ? NONE_YET : fixed(count, 0, locale);
}

/** Large counts in short: "12.4k" in English. */
export function formatCompact(count: number | null | undefined, locale?: string): string {
  if (count === null || count === undefined) return NONE_YET;
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 }).format(count);
}

/** A share in percent: 0.312 is "31.2 %"; whole ones have no decimals. */
export function formatShare(share: number | null | undefined, locale?: string): string {
  if (share === null || share === undefined) return NONE_YET;
  const percent = share * 100;
  const decimals = share === 0 || share === 1 ? 0 : Math.min(2, decimalsOf(percent));
  return `${fixed(percent, decimals, locale)} %`;
}

/** A chance in percent, which is never certain: "> 99.9 %". */
export function formatChance(chance: number | null | undefined, locale?: string): string {
  if (chance === null || chance === undefined) return NONE_YET;
  if (chance > 0.999) return `> ${formatShare(0.999, locale)}`;
  return chance < 0.001 ? `< ${fixed(0.1, 1, locale)} %` : formatShare(chance, locale);
}

/** A share that was set by a person: 0.5 is "50 %", 0.125 is "12.5 %". */
export function formatSetShare(share: number, locale?: string): string {
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(share * 100)} %`;
}

/** A duration in the largest unit that keeps it readable: "840 ms", "1.24 s", "3.5 min". */
export function formatDuration(durationMs: number | null | undefined, locale?: string): string {
  if (durationMs === null || durationMs === undefined) return NONE_YET;
  const [unit, unitMs] = durationUnit(Math.abs(durationMs));
  return `${significant(durationMs / unitMs, locale)} ${unit}`;
}

/** A duration that is known roughly: "~900 ms", "~1.2 s". */
export function formatRoughDuration(durationMs: number | null | undefined, locale?: string): string {
  if (durationMs === null || durationMs === undefined) return NONE_YET;
  const [unit, unitMs] = durationUnit(durationMs);
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
  return `~${number.format(durationMs / unitMs)} ${unit}`;
}

/** An amount of money with three significant digits, however small: "$0.00231". */
export function formatMoney(amount: number | null | undefined, currency: string, locale?: string): string {
  if (amount === null || amount === undefined) return NONE_YET;
  const decimals = amount === 0 ? 2 : Math.max(decimalsOf(amount), Math.abs(amount) < 1_000 ? 2 : 0);
  return money(amount, currency, decimals, locale, false);
}

/** A p-value as it is read: "0.031", "< 0.001". */
export function formatP(p: number | null | undefined, locale?: string): string {
  if (p === null || p === undefined) return NONE_YET;
  if (p < 0.001) return `< ${fixed(0.001, 3, locale)}`;
  return p > 0.999 ? fixed(1, 0, locale) : fixed(p, 3, locale);
}

/** A value of a metric with its unit. */
export function formatValue(value: number | null | undefined, quantity: Quantity, locale?: string): string {
  if (value === null || value === undefined) return NONE_YET;
  switch (quantity.kind) {
    case 'share':
      return formatShare(value, locale);
    case 'duration':
      return formatDuration(value, locale);
    case 'money':
      return formatMoney(value, quantity.currency, locale);
    case 'count':
      return withUnit(significant(value, locale), quantity.unit);
    case 'plain':
      return withUnit(significant(value, locale), quantity.unit);
  }
}

/** A difference with its sign and unit; of shares in percentage points: "+4.1 pp". */
export function formatDifference(
  difference: number | null | undefined,
  quantity: Quantity,
  locale?: string,
): string {
  return formatWithInterval(difference, null, quantity, locale);
}

/** A difference and the interval it is in: "+4.1 pp [+1.2, +7.0]". */
export function formatWithInterval(
  difference: number | null | undefined,
  interval: readonly [number, number] | null | undefined,
  quantity: Quantity,
  locale?: string,
): string {
  if (difference === null || difference === undefined) return NONE_YET;
  const values = [difference, ...(interval ?? [])];
  const { factor, unit } = differenceScale(Math.max(...values.map(Math.abs)), quantity);
  const scaled = values.map((value) => value * factor);
  const decimals = sharedDecimals(scaled, isFine(quantity) ? undefined : COARSE);
  const [centre, low, high] = scaled.map((value) => fixed(value, decimals, locale, true));
  const main =
    quantity.kind === 'money'
      ? money(difference, quantity.currency, decimals, locale, true)
      : withUnit(centre ?? '', unit);
  return interval ? `${main} ${bracketed(low ?? '', high ?? '', locale)}` : main;
}

/** A relative change: 0.041 is "+4.1 %". */
export function formatChange(
  change: number | null | undefined,
  interval?: readonly [number, number] | null,
  locale?: string,
): string {
  if (change === null || change === undefined) return NONE_YET;
  const scaled = [change, ...(interval ?? [])].map((value) => value * 100);
  const decimals = sharedDecimals(scaled, COARSE);
  const [centre, low, high] = scaled.map((value) => fixed(value, decimals, locale, true));
  return interval ? `${centre} % ${bracketed(low ?? '', high ?? '', locale)}` : `${centre} %`;
}

/** Whether differences can be tiny and still matter, such as in the cost of one call. */
function isFine({ kind }: Quantity): boolean {
  return kind !== 'share' && kind !== 'duration';
}

function differenceScale(largest: number, quantity: Quantity): { factor: number; unit: string } {
  if (quantity.kind === 'share') return { factor: 100, unit: 'pp' };
  if (quantity.kind === 'duration') {
    const [unit, unitMs] = durationUnit(largest);
    return { factor: 1 / unitMs, unit };
  }
  return { factor: 1, unit: quantity.kind === 'money' ? '' : quantity.unit };
}

function durationUnit(durationMs: number): readonly [unit: string, unitMs: number] {
  if (durationMs >= 2 * MINUTE_MS) return ['min', MINUTE_MS];
  return durationMs >= SECOND_MS ? ['s', SECOND_MS] : ['ms', 1];
}

function money(amount: number, currency: string, decimals: number, locale?: string, signed = false): string {
  const number = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: signed ? 'exceptZero' : 'negative',
  });
  return number.format(amount).replace('-', '−');
}

function withUnit(number: string, unit: string): string {
  return unit === '' ? number : `${number} ${unit}`;
}
