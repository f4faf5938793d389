import { readNumber } from '../numbers/typed-number';
import type { FieldProblem } from '../problem/problem';
import type { Metric } from './settings-api';

/** What the form of a new metric holds, as typed. */
export interface MetricEntry {
  readonly name: string;
  readonly description: string;
  readonly kind: Metric['kind'];
  readonly direction: Metric['direction'];
  readonly unit: string;
  readonly scale: Metric['scale'];
  readonly minimum: string;
  readonly maximum: string;
  readonly margin: string;
  readonly missingValue: string;
}

const NAME = /^[a-z][a-z0-9_.-]{0,63}$/;
const NUMBERS = ['minimum', 'maximum', 'margin', 'missingValue'] as const;

/** What is wrong with the form before it is sent; what needs the rules of metrics is left to the server. */
export function metricProblems(entry: MetricEntry): readonly FieldProblem[] {
  const unnamed = {
    field: 'name',
    message: 'must be a small letter, then up to 63 of a–z, 0–9, “_”, “.” and “-”',
  };
  return [
    ...(NAME.test(entry.name) ? [] : [unnamed]),
    ...NUMBERS.filter((field) => entry[field].trim() !== '' && readNumber(entry[field]) === null).map(
      (field) => ({
        field,
        message: 'must be a number',
      }),
    ),
  ];
}

/** The body of the request; what a binary metric has anyway is not sent. */
export function metricBody(entry: MetricEntry): Readonly<Record<string, string | number>> {
  const { name, description, kind, direction, unit, scale } = entry;
  const numbers = NUMBERS.filter((field) => entry[field].trim() !== '')
    .filter((field) => kind !== 'binary' || (field !== 'minimum' && field !== 'maximum'))
    .map((field) => [field, readNumber(entry[field]) ?? 0] as const);
  const texts = { ...(description ? { description } : {}), ...(unit ? { unit } : {}) };
  return {
    name,
    kind,
    direction,
    ...texts,
    ...(kind === 'binary' ? {} : { scale }),
    ...Object.fromEntries(numbers),
  };
}
