import type { MetricDesign } from '@prompt-registry/statistics';

/** Fewer conversations say too little about a metric. */
const ENOUGH = 50;

/** What a metric looked like before the experiment, over conversations. */
export interface Baseline {
  /** Conversations with a value. */
  readonly conversations: number;
  readonly mean: number;
  readonly standardDeviation: number;
  /** Of the logarithms of values no smaller than `floor`; `null` when the mean is not above 0. */
  readonly log: { readonly floor: number; readonly standardDeviation: number } | null;
}

/** A prompt's traffic before a moment. */
export interface RecentTraffic {
  readonly conversations: number;
  /** From the first of them until that moment. */
  readonly days: number;
  readonly conversationsPerDay: number;
  /** By metric; one with too few values is absent. */
  readonly baselines: Readonly<Record<string, Baseline>>;
}

/** Values far below the mean say nothing that a smaller logarithm should say louder. */
const FLOOR_OF_MEAN = 0.001;

/**
 * Sums up the values of conversations; `values` are in the order of `metrics`. Less than a day counts as one: a burst says
 * nothing of a day.
 */
export function recentTraffic(
  metrics: readonly string[],
  conversations: ReadonlyArray<ReadonlyArray<number | null>>,
  days: number,
): RecentTraffic {
  const baselines: Record<string, Baseline> = {};
  metrics.forEach((metric, i) => {
    const values = conversations.flatMap((of) => of[i] ?? []);
    if (values.length >= ENOUGH) baselines[metric] = baseline(values);
  });
  const count = conversations.length;
  return { conversations: count, days, conversationsPerDay: count / Math.max(1, days), baselines };
}

/**
 * Conversations a day to count on in `days`. Where all that is known is less than a day, its pace is that of as short a time, and
 * nobody knows what comes after it: a longer one is sure of the same conversations once, and of as many again every day.
 * @example paceWithin({ conversations: 700, days: 0.02, conversationsPerDay: 700 }, 0.04) * 0.04 // 700
 */
export function paceWithin(
  { conversations, days: known, conversationsPerDay }: RecentTraffic,
  days: number,
): number {
  if (conversations === 0 || known >= 1 || days >= 1 || days <= 0) return conversationsPerDay;
  return conversations / Math.max(days, known);
}

function baseline(values: readonly number[]): Baseline {
  const known = { conversations: values.length, ...moments(values) };
  const { mean } = known;
  if (mean <= 0) return { ...known, log: null };
  const floor = mean * FLOOR_OF_MEAN;
  const logs = moments(values.map((value) => Math.log(Math.max(value, floor))));
  return { ...known, log: { floor, standardDeviation: logs.standardDeviation } };
}

function moments(values: readonly number[]): Pick<Baseline, 'mean' | 'standardDeviation'> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardDeviation: Math.sqrt(squares / (values.length - 1)) };
}

/** The standard deviation on the scale on which a metric is analysed; `null` when it is not known or nothing varies. */
export function standardDeviationOf(
  { name, scale, kind }: Pick<MetricDesign, 'name' | 'scale' | 'kind'>,
  { baselines }: RecentTraffic,
): number | null {
  const known = baselines[name];
  if (!known) return null;
  const { mean } = known;
  const found =
    scale === 'log'
      ? known.log?.standardDeviation
      : kind === 'binary'
        ? Math.sqrt(Math.max(0, mean * (1 - mean)))
        : known.standardDeviation;
  return found !== undefined && found > 0 ? found : null;
}
