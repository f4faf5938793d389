import { formatChange, formatDifference, formatValue, formatWithInterval, NONE_YET } from '../numbers/format';
import { quantityOf } from '../numbers/quantity';
import type { Interval, MetricDefinition } from './experiments-api';

const UNKNOWN = { kind: 'bounded', unit: '', scale: 'linear', source: 'outcome' } as const;
type Measured = Pick<MetricDefinition, 'kind' | 'unit' | 'scale' | 'source'>;

/** How the numbers of one metric are written: differences of a ratio scale in percent, all others in its unit. */
export class MetricText {
  private readonly quantity;
  private readonly isRatio: boolean;

  constructor(metric: Measured | undefined) {
    const { scale, ...measured } = metric ?? UNKNOWN;
    this.quantity = quantityOf(measured);
    this.isRatio = scale === 'log';
  }

  value = (value: number | null | undefined): string => formatValue(value, this.quantity);

  /** A difference as people read it, from one on the analysed scale. */
  shown = (difference: number): number => (this.isRatio ? Math.expm1(difference) : difference);

  /** Writes a difference that is {@link shown}. */
  change = (difference: number | null | undefined): string =>
    this.isRatio ? formatChange(difference) : formatDifference(difference, this.quantity);

  difference(difference: number | null, interval: Interval | null = null): string {
    if (difference === null) return NONE_YET;
    const around = interval ? ([this.shown(interval[0]), this.shown(interval[1])] as const) : null;
    return this.isRatio
      ? formatChange(this.shown(difference), around)
      : formatWithInterval(difference, around, this.quantity);
  }

  /** A loss, which has no sign. */
  loss = (loss: number | null | undefined): string =>
    loss === null || loss === undefined
      ? NONE_YET
      : this.change(Math.abs(this.shown(loss))).replace(/^\+/, '');
}

/** Sizes that a plan names, which are in the metric's own unit also where differences are read as ratios. */
export function plannedText(metric: Measured | undefined): MetricText {
  return new MetricText(metric ? { ...metric, scale: 'linear' } : undefined);
}
