import { formatValue } from '../numbers/format';
import { writeNumber } from '../numbers/typed-number';
import { type MeasuredMetric, quantityOf } from '../numbers/quantity';
import type { MetricDefinition } from './experiments-api';

const NO_UNIT: MeasuredMetric = { kind: 'continuous', unit: '' };

/** How differences of a metric are typed: those of shares in percentage points, all others in its unit. */
export interface InputScale {
  /** What is typed is this many times what the API takes. */
  readonly factor: number;
  /** Beside the field; empty for a plain number. */
  readonly unit: string;
}

/** The metric's whole range, where it has one. */
export type RangedMetric = MetricDefinition & {
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly missingValue: number | null;
};

export function inputScale(metric: MeasuredMetric | undefined): InputScale {
  const quantity = quantityOf(metric ?? NO_UNIT);
  if (quantity.kind === 'share') return { factor: 100, unit: 'pp' };
  return { factor: 1, unit: 'unit' in quantity ? quantity.unit : (metric?.unit ?? '') };
}

/** What the API takes, as a person types it. */
export function typed(value: number, scale: InputScale): string {
  return writeNumber(value * scale.factor);
}

/** What a person typed, as the API takes it. */
export function untyped(number: number, scale: InputScale): number {
  return Number((number / scale.factor).toPrecision(12));
}

/** A size of a difference without a sign: "3 pp", "0.03", "250 ms". */
export function sizeWords(size: number, metric: MeasuredMetric | undefined, locale?: string): string {
  const quantity = quantityOf(metric ?? NO_UNIT);
  if (quantity.kind === 'duration' || quantity.kind === 'money') return formatValue(size, quantity, locale);
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const { factor, unit } = inputScale(metric);
  return `${number.format(size * factor)} ${unit}`.trim();
}

/** The smallest difference that is offered first: what the metric tolerates as a guardrail, or a twentieth of its range. */
export function usualEffect({ margin, minimum, maximum }: RangedMetric): number | null {
  if (margin) return margin;
  return minimum !== null && maximum !== null ? (maximum - minimum) / 20 : null;
}
