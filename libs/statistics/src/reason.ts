import { type Reason, type ReasonCode } from './decision';

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

/** A time span for people. @example duration(5400000) // '1.5 hours' */
export function duration(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 90) return `${figure(minutes)} minutes`;
  return minutes < 2880 ? `${figure(minutes / 60)} hours` : `${figure(minutes / 1440)} days`;
}
