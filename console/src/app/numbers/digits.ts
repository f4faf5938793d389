const MINUS = '−';
const ENOUGH = 3;

/** Decimals that write a number of that magnitude with three significant digits; whole from 100 on. */
export function decimalsOf(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude === 0 || !Number.isFinite(magnitude)) return 0;
  // What is nearly 10 is written as 10.0, not as 10.00.
  const rounded = Number(magnitude.toPrecision(ENOUGH));
  return Math.min(12, Math.max(0, ENOUGH - 1 - Math.floor(Math.log10(rounded))));
}

/** Decimals that suit a difference and its interval together, by the larger bound: 8.6 has one, 0.86 two; `most` at most. */
export function sharedDecimals(values: readonly number[], most = 8): number {
  const largest = Math.max(...values.map(Math.abs).filter(Number.isFinite), 0);
  if (largest === 0) return 1;
  if (largest >= 100) return 0;
  return largest >= 1 ? 1 : Math.min(most, 1 - Math.floor(Math.log10(largest)));
}

/** A number with that many decimals, grouped by locale, with a real minus sign; `signed` writes the plus too. */
export function fixed(value: number, decimals: number, locale?: string, signed = false): string {
  return formatter(decimals, locale, signed).format(value).replace('-', MINUS);
}

const marks = new Map<string, string>();

/** What the locale writes before decimals, in Latin digits. */
export function decimalMark(locale?: string): string {
  const key = locale ?? '';
  const known = marks.get(key);
  if (known) return known;
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(0.5);
  const mark = parts.find(({ type }) => type === 'decimal')?.value ?? '.';
  marks.set(key, mark);
  return mark;
}

/** An interval of two written numbers; what is between them does not run into a decimal comma. */
export function bracketed(low: string, high: string, locale?: string): string {
  return `[${low}${decimalMark(locale) === ',' ? ';' : ','} ${high}]`;
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Kept, because making one takes longer than writing a hundred numbers. */
function formatter(decimals: number, locale: string | undefined, signed: boolean): Intl.NumberFormat {
  const key = `${decimals} ${locale} ${signed}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: signed ? 'exceptZero' : 'negative',
  });
  formatters.set(key, made);
  return made;
}

/** A number with three significant digits. */
export function significant(value: number, locale?: string): string {
  return fixed(value, value === 0 ? 0 : decimalsOf(value), locale);
}
