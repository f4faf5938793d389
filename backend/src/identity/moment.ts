import { invalidField } from '../problems/domain-error';

/** A date and time with its offset, as RFC 3339 writes it: a moment that means the same everywhere. */
export const MOMENT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * The moment that a validated text names.
 * @throws DomainError INVALID_INPUT for one that looks right but does not exist, such as 30 February.
 */
export function toMoment(text: string, field: string): Date {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw invalidField(field, 'does not exist in the calendar');
  return moment;
}
