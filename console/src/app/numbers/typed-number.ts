import { decimalMark } from './digits';

/** What groups digits besides comma and point, and the invisible marks of scripts that run from right to left. */
const IGNORED = /[\s'’\u200e\u200f\u061c]/g;
const NUMBER = /^([+-]?)(\d[\d.,]*|[.,]\d+)(e[+-]?\d+)?$/i;
/** Groups of two are India's; the last one always has three. */
const GROUPED = /^\d{1,3}(?:([.,])(?:\d{2,3}\1)*\d{3})?$/;
const ONE_GROUP = /^[1-9]\d{0,2}[.,]\d{3}$/;
/** More digits are the noise of binary fractions. */
const DIGITS = 12;

/**
 * A number as a person types it; `null` when it is none. Comma and point both do for decimals. Only where one may as well
 * group digits ("1,200") does the locale tell which it is.
 */
export function readNumber(text: string, locale?: string): number | null {
  const [, sign = '', digits, exponent = ''] = NUMBER.exec(text.replace(IGNORED, '').replace('−', '-')) ?? [];
  if (digits === undefined) return null;
  const mark = decimalMarkOf(digits, locale);
  const at = mark === null ? digits.length : digits.lastIndexOf(mark);
  const [whole, fraction] = [digits.slice(0, at), digits.slice(at + 1)];
  if (!/^\d*$/.test(fraction) || (/[.,]/.test(whole) && !GROUPED.test(whole))) return null;
  const number = Number(`${sign}${whole.replace(/[.,]/g, '')}.${fraction || '0'}${exponent}`);
  return Number.isFinite(number) ? number : null;
}

/** A number as {@link readNumber} reads it back: without groups, without the noise of binary fractions. */
export function writeNumber(value: number, locale?: string): string {
  const format = new Intl.NumberFormat(locale, {
    useGrouping: false,
    maximumSignificantDigits: DIGITS,
    numberingSystem: 'latn',
  });
  return format.format(value);
}

/** The mark before the decimals of what was typed; `null`: it has none, all its marks group. */
function decimalMarkOf(digits: string, locale: string | undefined): string | null {
  const marks = [...digits.replace(/\d/g, '')];
  const last = marks.at(-1);
  if (last === undefined) return null;
  if (marks.length > 1) return marks.indexOf(last) === marks.length - 1 ? last : null;
  return last !== decimalMark(locale) && ONE_GROUP.test(digits) ? null : last;
}
