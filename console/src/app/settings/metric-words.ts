import type { Metric } from './settings-api';

type Range = Pick<Metric, 'kind' | 'minimum' | 'maximum' | 'unit'>;

/** Which values a metric takes: "0 or 1", "0 to 1", "0 ms or more", "any". */
export function rangeWords({ kind, minimum, maximum, unit }: Range, locale?: string): string {
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 });
  const of = (value: number) => withUnit(number.format(value), unit);
  if (kind === 'binary') return '0 or 1';
  if (minimum !== null && maximum !== null) return `${number.format(minimum)} to ${of(maximum)}`;
  if (minimum !== null) return `${of(minimum)} or more`;
  return maximum === null ? 'any' : `up to ${of(maximum)}`;
}

/** By how much a guardrail may get worse, or that the plan must say. */
export function marginWords(
  { margin, unit, kind }: Pick<Metric, 'margin' | 'unit' | 'kind'>,
  locale?: string,
): string {
  if (margin === null) return 'set by the plan';
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 });
  // A difference of shares is in percentage points.
  return kind === 'binary' ? `${number.format(margin * 100)} pp` : withUnit(number.format(margin), unit);
}

function withUnit(number: string, unit: string): string {
  // The currency is whichever the agents report; nobody has named it.
  return unit ? `${number} ${unit === 'currency' ? 'in your currency' : unit}` : number;
}
