import { Random, streamOf } from './random';

/** One replication: draws from `random` and fills `row`, one number for each column. */
export type Replication = (random: Random, row: Float64Array) => void;

/** One cell of the simulations. A column of stops holds the number of units, 0 when the method never stopped. */
export interface Cell {
  readonly name: string;
  readonly columns: readonly string[];
  /** Replications of the acceptance run as a part of those asked for; 1 unless a goal needs more or fewer. */
  readonly part?: number;
  /** Rough cost of one replication, in units drawn times methods; for the progress only. */
  readonly cost: number;
  readonly prepare: () => Replication;
}

/** Replications `from` (inclusive) to `to` (exclusive), row after row. */
export function replicate(cell: Cell, seed: number, from: number, to: number): Float64Array {
  const random = new Random();
  const stream = streamOf(cell.name);
  const replication = cell.prepare();
  const width = cell.columns.length;
  const rows = new Float64Array((to - from) * width);
  for (let i = from; i < to; i++) {
    random.start(seed, stream, i);
    replication(random, rows.subarray((i - from) * width, (i - from + 1) * width));
  }
  return rows;
}

/** The replications of one cell by column. */
export class Outcomes {
  constructor(
    private readonly cell: Cell,
    private readonly rows: Float64Array,
  ) {}

  get columns(): readonly string[] {
    return this.cell.columns;
  }

  get replications(): number {
    return this.rows.length / this.cell.columns.length;
  }

  /** Every replication's number in this column. Errors: when there is no such column. */
  column(name: string): Float64Array {
    const [width, at] = [this.cell.columns.length, this.cell.columns.indexOf(name)];
    if (at < 0) throw new Error(`${this.cell.name} has no column ${name}`);
    return Float64Array.from({ length: this.replications }, (_, i) => this.rows[i * width + at]!);
  }

  /** Mean of a column without its NaN. */
  mean(name: string): number {
    const numbers = this.column(name).filter((number) => !Number.isNaN(number));
    return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  }

  /** Share of the replications in which a method stopped, or stopped within so many units. */
  rate(name: string, within = Infinity): number {
    return this.column(name).filter((stop) => stop > 0 && stop <= within).length / this.replications;
  }
}

/** Runs a cell in this thread. */
export function simulate(cell: Cell, seed: number, replications: number): Outcomes {
  return new Outcomes(cell, replicate(cell, seed, 0, replications));
}

/** What a rate of this height may measure at most in so many replications: three standard errors above. */
export function atMost(rate: number, replications: number): number {
  return rate + 3 * Math.sqrt((rate * (1 - rate)) / replications);
}

/** The q-quantile (nearest rank); a stop of 0 means never and counts as infinite. */
export function stopQuantile(stops: Float64Array, q: number): number {
  const sorted = stops.map((stop) => (stop > 0 ? stop : Infinity)).sort();
  return sorted[Math.min(sorted.length, Math.max(1, Math.ceil(q * sorted.length))) - 1]!;
}

/** Mean units when nobody waits longer than `limit`. */
export function meanUnits(stops: Float64Array, limit: number): number {
  return stops.reduce((sum, stop) => sum + (stop > 0 ? Math.min(stop, limit) : limit), 0) / stops.length;
}

/** Standard error of that mean. */
export function meanUnitsError(stops: Float64Array, limit: number): number {
  const mean = meanUnits(stops, limit);
  const squares = stops.reduce(
    (sum, stop) => sum + ((stop > 0 ? Math.min(stop, limit) : limit) - mean) ** 2,
    0,
  );
  return Math.sqrt(squares) / stops.length;
}

/** Mean and maximum units of a method that is stopped where it reaches this power. */
export function atPower(stops: Float64Array, power: number): { mean: number; max: number } {
  const max = stopQuantile(stops, power);
  return { mean: meanUnits(stops, max), max };
}

/** Of the numbers that are not NaN. */
export function median(numbers: Float64Array): number {
  const sorted = numbers.filter((number) => !Number.isNaN(number)).sort();
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
