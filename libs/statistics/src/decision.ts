import { type Crossing, type Method } from './statistics-state';

/** What an evaluation concludes; see README for the order in which they are looked for. */
export type Verdict =
  | 'running'
  | 'invalid_srm'
  | 'harmful'
  | 'success'
  | 'futile'
  | 'no_meaningful_difference'
  | 'inconclusive'
  | 'waiting';

/** Why; every code is explained in README. */
export type ReasonCode =
  | 'harm_alarm'
  | 'significantly_worse'
  | 'sample_ratio_assignment'
  | 'sample_ratio_settlement'
  | 'sample_ratio_warning'
  | 'significantly_better'
  | 'several_winners'
  | 'minimum_runtime'
  | 'minimum_units'
  | 'no_longer_better'
  | 'guardrail_open'
  | 'guardrail_undecidable'
  | 'missing_outcomes_differ'
  | 'mixed_exposure'
  | 'conditional_power'
  | 'underpowered'
  | 'horizon_reached'
  | 'within_minimum_effect'
  | 'maximum_runtime'
  | 'split_changed'
  | 'collecting';

export interface Reason {
  readonly code: ReasonCode;
  /** True when this is what keeps a success from completing. */
  readonly blocks: boolean;
  /** A sentence a person can act on. */
  readonly message: string;
  readonly metric: string | null;
  readonly variant: string | null;
  /** The figures of the sentence, by name. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** The crossing that decided, with what it was a crossing of. */
export interface DecisiveCrossing extends Crossing {
  /** Index of the metric and of the variant. */
  readonly metricIndex: number;
  readonly variantIndex: number;
}

export interface Decision {
  readonly verdict: Verdict;
  /** True: complete the experiment with this verdict. */
  readonly decisive: boolean;
  readonly reasons: readonly Reason[];
  /** Index of the variant to ship; null without one, also when several are better and none is clearly the best. */
  readonly winner: number | null;
  /** All variants that may be shipped, best first. */
  readonly winners: readonly number[];
  /** Whether the verdict rests on the exact or the large-sample test; null when on neither. */
  readonly method: Method | null;
  readonly crossing: DecisiveCrossing | null;
  /** Number of units the decision has seen. */
  readonly seq: number;
}
