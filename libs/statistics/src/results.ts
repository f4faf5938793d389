import { type IntervalMethod } from './shown-interval';
import { type Crossing, type FrozenMoments } from './statistics-state';

/** The current read-out of an experiment, for people; nothing in it stops anything. */
export interface Results {
  /** Units analysed. */
  readonly units: number;
  /** Part of the horizon reached by the slowest pair on a success metric, in [0, 1]. */
  readonly progress: number;
  readonly sampleRatio: { readonly assignment: SampleRatioResult; readonly settlement: SampleRatioResult };
  readonly mixed: { readonly count: number; readonly share: number; readonly limit: number };
  readonly metrics: readonly MetricResult[];
}

export interface SampleRatioResult {
  readonly counts: readonly number[];
  /** Evidence against the declared shares; 1 = none, the alarm is at 1/alpha. At most 1e300. */
  readonly evidence: number;
  readonly warned: boolean;
  readonly alarmed: boolean;
}

export interface MetricResult {
  readonly name: string;
  readonly role: 'success' | 'guardrail';
  /** By variant index. */
  readonly variants: readonly VariantResult[];
  /** By variant index - 1. */
  readonly comparisons: readonly ComparisonResult[];
  /** Evidence that the variants miss outcomes at different rates; null where missing values are imputed. */
  readonly missingEvidence: number | null;
}

export interface VariantResult {
  readonly name: string;
  /** Units with a value. */
  readonly count: number;
  /** On the analysed scale (for `log`: mean of logs); null without units. */
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  /** Mean on the raw scale: the mean itself, or for `log` the geometric mean. */
  readonly displayMean: number | null;
  /** Units without a value, as a share of the variant's units; null without units. */
  readonly missingShare: number | null;
  /** Posterior chance to be the best variant on this metric, from the beliefs of `chanceToWin`: of two variants it is that. Null
   * before two units each, and when it was not asked for. Descriptive. */
  readonly chanceToBeBest: number | null;
}

/** The units that a comparison is of, once its large-sample test has ended: the first ones. */
export interface FrozenComparison {
  readonly reason: FrozenMoments['reason'];
  /** Units of all variants that were analysed by then. */
  readonly units: number;
  readonly control: FrozenVariant;
  readonly variant: FrozenVariant;
}

export interface FrozenVariant {
  /** Units with a value. */
  readonly count: number;
  /** On the analysed scale, and on the raw one; null without units. */
  readonly mean: number | null;
  readonly displayMean: number | null;
}

export interface ComparisonResult {
  readonly variant: string;
  /** Of which units `difference`, `relativeDifference` and the large-sample interval are, once that test has ended; null while they
   * are of all, as the variants' figures always are. */
  readonly frozen: FrozenComparison | null;
  /** Variant - control on the analysed scale, of the same units as `interval`: once the large-sample test has ended, with
   * the horizon or because the split changed, of those before. Null before both have units. */
  readonly difference: number | null;
  /** exp(difference) - 1 on a log scale, difference / control mean on a linear one; null where not defined. */
  readonly relativeDifference: number | null;
  /** Holds at all looks at once (level 1 - alpha of the comparison): the differences that no test has rejected. Null before
   * the minimum units, unless the exact test has decided. */
  readonly interval: readonly [number, number] | null;
  /** `combined`: large-sample, cut where the exact test has decided (at 0, or a guardrail's margin). `exact`: what that
   * decision alone says. */
  readonly intervalMethod: IntervalMethod | null;
  /** Of the planned boundary, valid at any look; guardrails: of non-inferiority. Null without that test. */
  readonly sequentialP: number | null;
  /** Of the exact test, valid at any look; null without that test. */
  readonly anytimeP: number | null;
  /** Evidence now; 1 = none. At most 1e300. */
  readonly evidence: number | null;
  /** Part of the horizon, in [0, 1]. */
  readonly t: number;
  /** Posterior chance that the variant is better. Descriptive. Believed beforehand: of a rate nothing (every rate alike), of any
   * other metric that differences lie normally around 0, with a standard deviation of twice the smallest effect worth finding, or
   * a guardrail's margin. So is the expected loss. */
  readonly chanceToWin: number | null;
  /** Expected loss of shipping the variant and of keeping the control, on the analysed scale. */
  readonly expectedLoss: { readonly ship: number; readonly keep: number } | null;
  /** 95 % interval of the difference, from that normal prior also for rates. Descriptive. */
  readonly credibleInterval: readonly [number, number] | null;
  /** Once stopped by the planned boundary: the estimate free of the bias of stopping early. */
  readonly medianUnbiased: number | null;
  /** The boundaries reached. */
  readonly significant: Crossing | null;
  readonly nonInferior: Crossing | null;
  readonly harm: Crossing | null;
}
