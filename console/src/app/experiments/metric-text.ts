import { formatChange, formatDifference, formatValue, formatWithInterval, NONE_YET } from '../numbers/format';
import { type MeasuredMetric, quantityOf } from '../numbers/quantity';
import type { Interval } from './experiments-api';
import type { MetricReadOut } from './results-api';

/** A loss below it has no digit that anybody could read. */
const NEGLIGIBLE = 1e-8;
const UNKNOWN = { kind: 'bounded', unit: '' } as const;

/** Whether a metric was analysed as ratios: its means are logarithms then. */
export function isRatio(readOut: Pick<MetricReadOut, 'variants'> | undefined): boolean {
  return readOut?.variants.some(({ mean, displayMean }) => mean !== displayMean) ?? false;
}

/** How the numbers of one metric are written: differences that were analysed as ratios in percent, all others in its unit. */
export class MetricText {
  private readonly quantity;

  constructor(
    metric: MeasuredMetric | undefined,
    private readonly asRatio = false,
  ) {
    this.quantity = quantityOf(metric ?? UNKNOWN);
  }

  value = (value: number | null | undefined): string => formatValue(value, this.quantity);

  /** A difference as people read it, from one on the analysed scale. */
  shown = (difference: number): number => (this.asRatio ? Math.expm1(difference) : difference);

  /** Writes a difference that is {@link shown}. */
  change = (difference: number | null | undefined): string =>
    this.asRatio ? formatChange(difference) : formatDifference(difference, this.quantity);

  difference(difference: number | null, interval: Interval | null = null): string {
    if (difference === null) return NONE_YET;
    const around = interval ? ([this.shown(interval[0]), this.shown(interval[1])] as const) : null;
    return this.asRatio
      ? formatChange(this.shown(difference), around)
      : formatWithInterval(difference, around, this.quantity);
  }

  /** A loss or another size, which has no sign. */
  size = (size: number | null | undefined): string => {
    if (size === null || size === undefined) return NONE_YET;
    const shown = Math.abs(this.shown(size));
    return this.change(shown < NEGLIGIBLE ? 0 : shown).replace(/^\+/, '');
  };
}
