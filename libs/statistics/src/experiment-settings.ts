/**
 * What is frozen at the first evaluation of an experiment: everything the tests depend on besides the data.
 *
 * Plain JSON. A change after the start would break the error guarantees, so the evaluation stores it once and the
 * decision record carries it. `validateSettings` says what is wrong with one.
 */

/** `planned`: the boundary to a fixed horizon; `anytime`: no horizon; `hybrid`: both, each with a part of alpha. */
export type Mode = 'hybrid' | 'planned' | 'anytime';

/** What a metric's values look like. `binary` is 0 or 1, `bounded` lies in a declared range, `continuous` anywhere. */
export type MetricKind = 'binary' | 'bounded' | 'continuous';

/** Which change is an improvement. */
export type Direction = 'increase' | 'decrease';

/** A variant on trial; the first of the settings' list is the control, what is served without the experiment. */
export interface VariantDesign {
  readonly name: string;
  /** Planned share of the experiment's traffic, in (0, 1); the shares of all variants sum to 1. */
  readonly share: number;
}

/** One metric: what it measures, on which scale, and what size of change matters. */
export interface MetricDesign {
  readonly name: string;
  /** A `success` metric can win; a `guardrail` must not become worse than its margin. */
  readonly role: 'success' | 'guardrail';
  /** Part of alpha given to this success metric, in (0, 1]; over the success metrics they sum to 1. 0 for guardrails. */
  readonly weight: number;
  readonly kind: MetricKind;
  readonly direction: Direction;
  /** Declared bounds on the raw scale; values beyond count as the bound. `binary` ignores it, `bounded` needs it. */
  readonly range: readonly [number, number] | null;
  /** `log`: analysed is ln(max(value, floor)), so that a difference is a ratio; needs a floor > 0. */
  readonly scale: 'linear' | 'log';
  /** Smaller raw values count as this one. */
  readonly floor: number | null;
  /** Greater raw values count as this one. With a floor and a cap the exact test is available for the capped mean. */
  readonly cap: number | null;
  /** Smallest effect worth finding, > 0, on the analysed scale (for `log`: ln of the ratio). */
  readonly minimumDetectableEffect: number;
  /** Guardrails: the harm that is still acceptable, > 0, on the analysed scale. Null for success metrics. */
  readonly margin: number | null;
  /** A unit without a value: leave it out (and watch whether the variants differ in that), or count this raw value. */
  readonly missing: 'exclude' | number;
  /** Fixed-sample units of a pair for THIS metric's effect where it differs from the experiment's; null = the same. */
  readonly plannedUnits: number | null;
  /** Units of a pair that the effect takes at most for the power asked for, where the experiment has no room for them (`horizonUnits`
   * is less); left out: it has, or nobody knows. */
  readonly neededUnits?: number;
  /** For sentences only: what people count it in, such as `ms`; `%` = a share, whose differences are percentage points. */
  readonly unit?: string;
}

export interface ExperimentSettings {
  readonly variants: readonly VariantDesign[];
  readonly metrics: readonly MetricDesign[];
  readonly mode: Mode;
  /** Two-sided error of the whole family of (variants x success metrics), in (0, 0.2]. */
  readonly alpha: number;
  /** Part of alpha that the planned boundary gets in `hybrid`; the exact test gets the rest. */
  readonly plannedPart: number;
  /** Power at the minimum detectable effect, in [0.5, 0.99]. */
  readonly power: number;
  /** Units a variant needs before a large-sample test looks at it and before a success completes. */
  readonly minimumUnits: number;
  /** N_max: units of a PAIR of variants (control and one other) that the planned boundary uses at most. */
  readonly horizonUnits: number;
  /** N_plan: units of a pair that a test with one single look would need (horizonUnits / inflation). */
  readonly plannedUnits: number;
  /** Stop when the conditional power at the minimum detectable effect is below 10 % in both directions. */
  readonly futility: boolean;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** No success completes earlier. */
  readonly minimumRuntimeMs: number;
  /** Nothing that falls due later is analysed; the experiment ends here at the latest. */
  readonly maximumRuntimeMs: number;
  /** Share of units seen in more than one variant above which nothing is shipped. */
  readonly mixedLimit: number;
  /** Error of the sample-ratio alarm, at assignment and at settlement each. */
  readonly sampleRatioAlpha: number;
  /** One-sided error of the non-inferiority test of each guardrail of each variant. */
  readonly guardrailAlpha: number;
  /** One-sided error of the harm alarm of each guardrail of each variant. */
  readonly harmAlpha: number;
  /** Error of the test that the variants miss outcomes equally often, per metric. */
  readonly missingAlpha: number;
  /** Among several variants better than control the best is the winner when its expected loss against each other one
   * is below this part of the minimum detectable effect. */
  readonly winnerLoss: number;
}
