import { type Reason, type ReasonCode } from './decision';
import { type MetricDesign } from './experiment-settings';

/** A reason for a verdict, with its figures. */
export function reason(
  code: ReasonCode,
  message: string,
  numbers: Readonly<Record<string, number>> = {},
  about: { readonly metric?: string; readonly variant?: string; readonly blocks?: boolean } = {},
): Reason {
  return {
    code,
    blocks: about.blocks ?? false,
    message,
    metric: about.metric ?? null,
    variant: about.variant ?? null,
    numbers,
  };
}

/** A figure for people: three significant digits. @example figure(0.123456) // '0.123' */
export function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** A share as percent. @example percent(0.0123) // '1.23 %' */
export function percent(share: number): string {
  return `${figure(100 * share)} %`;
}

/** What of a metric decides how its differences are written. */
type Written = Pick<MetricDesign, 'scale' | 'unit'>;

/**
 * A difference on the analysed scale for people: with its sign and unit, of a log scale as a change in percent.
 * @example change(0.0412, { scale: 'linear', unit: '%' }) // '+4.12 pp'
 */
export function change(difference: number, metric: Written): string {
  const sign = difference < 0 ? '-' : '+';
  return `${difference === 0 ? '' : sign}${size(difference, metric)}`;
}

/** The size of a difference, without its sign. @example size(-108, { scale: 'linear', unit: 'ms' }) // '108 ms' */
export function size(difference: number, { scale, unit = '' }: Written): string {
  if (scale === 'log') return percent(Math.abs(Math.expm1(difference)));
  if (unit === '%') return `${figure(Math.abs(100 * difference))} pp`;
  if (unit === 'ms' && Math.abs(difference) >= 1000) return `${figure(Math.abs(difference) / 1000)} s`;
  return `${figure(Math.abs(difference))} ${unit}`.trim();
}

/** A time span for people. @example duration(5400000) // '1.5 hours' */
export function duration(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 90) return `${figure(minutes)} minutes`;
  return minutes < 2880 ? `${figure(minutes / 60)} hours` : `${figure(minutes / 1440)} days`;
}
