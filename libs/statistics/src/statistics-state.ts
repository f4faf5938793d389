/**
 * Everything the tests remember: sums of fixed size, never the units. Plain JSON; a round trip through JSON is
 * bit-identical. Made by `initialState`, changed by `countAssignment`, `advance` and `countExcluded` only.
 */

/** What a verdict rests on: a theorem (bounded metrics) or the central limit theorem. */
export type Method = 'exact' | 'large-sample';

/** Count, mean and sum of squared deviations of one variant's values. */
export interface Moments {
  count: number;
  mean: number;
  /** Sum of (value - mean)^2. */
  squares: number;
}

/** The test that units arrive in the declared proportions. */
export interface SampleRatioState {
  counts: number[];
  /** Log evidence for each concentration of the mixture. */
  logs: number[];
  /** Number of units at which the evidence first reached the warning and the alarm. */
  warned: number | null;
  alarmed: number | null;
}

/** The exact test: log wealth of five bets in each direction. */
export interface BettingState {
  count: number;
  /** Sum of the values, rescaled to [0, 1]. */
  sum: number;
  /** Sum of the squared contrasts. */
  squares: number;
  /** Success metric: bets on a rise. Guardrail: bets that the harm is below the margin. */
  up: number[];
  /** Success metric: bets on a fall. Guardrail: bets that there is harm. */
  down: number[];
  /** Largest log evidence so far (two-sided for a success metric, of `up` for a guardrail), at least 0. */
  peak: number;
}

/** A boundary that was reached, with what was seen at that unit. It stays, whatever comes later. */
export interface Crossing {
  /** Number of the unit (1 = first settled). */
  seq: number;
  method: Method;
  /** 1: the variant is better than the control (or within the margin), -1: worse. */
  direction: 1 | -1;
  /** Observed difference variant - control on the analysed scale. */
  effect: number;
  /** Part of the horizon at that unit, in (0, 1]. */
  t: number;
  /** z of the large-sample test, log evidence of the exact one. */
  statistic: number;
  /** What the statistic had to reach. */
  threshold: number;
}

/** The large-sample data of a pair, kept as they were when its test ended. */
export interface FrozenMoments {
  reason: 'horizon' | 'split_changed';
  seq: number;
  control: Moments;
  variant: Moments;
}

/** One variant against the control on one metric. */
export interface ComparisonState {
  /** The variant's share of the pair at its first unit; null before. */
  propensity: number | null;
  frozen: FrozenMoments | null;
  /** Success: the z * t^(1/4) farthest from 0, signed; for display, nothing is rejected by what is over. Guardrail: the
   * largest non-inferiority statistic, at least 0. */
  peak: number;
  /** Null where the metric has no bounds or the mode no exact test. */
  betting: BettingState | null;
  /** Success metrics: first rejection by each of the two tests, */
  planned: Crossing | null;
  exact: Crossing | null;
  /** and the first crossing of its boundary's other side after that. */
  plannedReversal: Crossing | null;
  exactReversal: Crossing | null;
  /** Guardrails: first proof that the harm is below the margin, and first alarm that there is harm. */
  nonInferior: Crossing | null;
  harm: Crossing | null;
}

export interface MetricState {
  /** By variant index, over all units with a value. */
  moments: Moments[];
  /** By variant: the units without a value and those with one, each tested for being equally frequent. Null unless
   * missing values are excluded. */
  missing: { absent: SampleRatioState; present: SampleRatioState; alarmed: number | null } | null;
  /** By variant index - 1. */
  comparisons: ComparisonState[];
}

/** Why a conversation never became a unit. */
export type Exclusion = 'mixed' | 'other';

export interface StatisticsState {
  format: 2;
  /** Number of units analysed: the seq of the last one. */
  units: number;
  /** Due time of the last unit; null before the first. */
  lastAt: number | null;
  /** Units that fell due after the maximum runtime, not analysed. */
  late: number;
  excluded: Record<Exclusion, number>;
  assignment: SampleRatioState;
  settlement: SampleRatioState;
  /** By metric index. */
  metrics: MetricState[];
}
