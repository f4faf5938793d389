import { readNumber } from '../numbers/typed-number';

/** Units that runtimes and windows are written in, in minutes. */
export const DURATION_UNITS = { minutes: 1, hours: 60, days: 1_440 } as const;
export type DurationUnit = keyof typeof DURATION_UNITS;

/** A time as a person writes it. */
export interface DurationInput {
  readonly amount: string;
  readonly unit: DurationUnit;
}

/** In the largest unit that it is a whole number of. */
export function durationOf(minutes: number): DurationInput {
  const unit =
    minutes > 0 && minutes % DURATION_UNITS.days === 0
      ? 'days'
      : minutes > 0 && minutes % DURATION_UNITS.hours === 0
        ? 'hours'
        : 'minutes';
  return { amount: String(minutes / DURATION_UNITS[unit]), unit };
}

/** Whole minutes; null when the amount is no number. */
export function minutesOf({ amount, unit }: DurationInput): number | null {
  const number = readNumber(amount);
  return number === null || number < 0 ? null : Math.round(number * DURATION_UNITS[unit]);
}

/** "28 days", "1 hour", "90 minutes". */
export function durationWords(minutes: number): string {
  const { amount, unit } = durationOf(minutes);
  return amount === '1' ? `1 ${unit.slice(0, -1)}` : `${amount} ${unit}`;
}
