import { formatChange, formatDifference, formatValue, formatWithInterval, NONE_YET } from './format';
import { type MeasuredMetric, quantityOf } from './quantity';

type Interval = readonly [low: number, high: number];
/** Where the values of a metric were analysed as ratios, their means are logarithms. */
interface Analysed {
  readonly variants: ReadonlyArray<{ readonly mean: number | null; readonly displayMean: number | null }>;
}

/** A loss below it has no digit that anybody could read. */
const NEGLIGIBLE = 1e-8;
/** Sizes of shares, changes in percent and milliseconds that are smaller are nothing that anybody would act on. */
const LEAST_SHARE = 0.001;
const LEAST_MS = 0.1;
/** The same of ratings between two ends, as a part of the way from one to the other. */
const LEAST_OF_RANGE = 0.001;
const UNKNOWN = { kind: 'bounded', unit: '' } as const;

/** Whether a metric was analysed as ratios: its means are logarithms then. */
export function isRatio(readOut: Analysed | undefined): boolean {
  return readOut?.variants.some(({ mean, displayMean }) => mean !== displayMean) ?? false;
}

/** How the numbers of one metric are written: differences that were analysed as ratios in percent, all others in its unit. */
export class MetricText {
  private readonly quantity;
  /** How far apart the ends of its scale are; 0 without ends. */
  private readonly range: number;

  constructor(
    metric: MeasuredMetric | undefined,
    /** Whether differences were analysed as ratios. */
    readonly asRatio = false,
  ) {
    const { minimum = null, maximum = null } = metric ?? {};
    this.range = minimum === null || maximum === null ? 0 : maximum - minimum;
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
    const least = this.least();
    if (shown > 0 && shown < least / 2) return `< ${this.change(least).replace(/^\+/, '')}`;
    return this.change(shown < NEGLIGIBLE ? 0 : shown).replace(/^\+/, '');
  };

  private least(): number {
    if (this.asRatio || this.quantity.kind === 'share') return LEAST_SHARE;
    if (this.quantity.kind === 'duration') return LEAST_MS;
    return LEAST_OF_RANGE * this.range;
  }
}
