import type { ExperimentStatus, Interval, Reason, Verdict } from './experiments-api';

/** The moment a boundary was crossed. */
export interface Crossing {
  readonly seq: number;
  readonly method: 'exact' | 'large-sample';
  readonly direction: 1 | -1;
  readonly effect: number;
  readonly t: number;
  readonly statistic: number;
  readonly threshold: number;
}

export interface VariantFigures {
  readonly name: string;
  readonly count: number;
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  /** In the metric's unit. */
  readonly displayMean: number | null;
  readonly missingShare: number | null;
  readonly chanceToBeBest: number | null;
}

/** Figures of when a test ended. */
export interface FrozenFigures {
  readonly count: number;
  readonly mean: number | null;
  /** In the metric's unit. */
  readonly displayMean: number | null;
}

/** A variant against the control. */
export interface Comparison {
  readonly variant: string;
  /** Of which first conversations the difference and its interval are; null: of all. */
  readonly frozen: {
    readonly reason: 'horizon' | 'split_changed';
    /** Of all variants. */
    readonly units: number;
    readonly control: FrozenFigures;
    readonly variant: FrozenFigures;
  } | null;
  readonly difference: number | null;
  readonly relativeDifference: number | null;
  readonly interval: Interval | null;
  readonly intervalMethod: 'exact' | 'large-sample' | null;
  readonly sequentialP: number | null;
  readonly anytimeP: number | null;
  readonly evidence: number | null;
  readonly t: number;
  readonly chanceToWin: number | null;
  readonly expectedLoss: { readonly ship: number; readonly keep: number } | null;
  readonly credibleInterval: Interval | null;
  readonly medianUnbiased: number | null;
  readonly significant: Crossing | null;
  readonly nonInferior: Crossing | null;
  readonly harm: Crossing | null;
}

export interface MetricReadOut {
  readonly name: string;
  readonly role: 'success' | 'guardrail';
  readonly variants: readonly VariantFigures[];
  readonly comparisons: readonly Comparison[];
  readonly missingEvidence: number | null;
}

export interface SampleRatio {
  readonly counts: readonly number[];
  /** 1 = none; the alarm is at 1000. */
  readonly evidence: number;
  readonly warned: boolean;
  readonly alarmed: boolean;
}

/** The figures of an experiment at its last look. */
export interface ReadOut {
  readonly units: number;
  readonly progress: number;
  readonly sampleRatio: { readonly assignment: SampleRatio; readonly settlement: SampleRatio };
  readonly mixed: { readonly count: number; readonly share: number; readonly limit: number };
  readonly metrics: readonly MetricReadOut[];
}

/** How one variant was met. */
export interface FunnelVariant {
  readonly name: string;
  /** Answers. */
  readonly resolved: number;
  /** Conversations. */
  readonly exposed: number;
}

/** What became of the conversations. */
export interface Funnel {
  /** Answers that named a variant, as agents and servers count them. */
  readonly resolved: number;
  /** In the experiment's order. */
  readonly variants: readonly FunnelVariant[];
  readonly exposed: number;
  readonly settled: number;
  readonly counted: number;
  readonly leftOut: { readonly mixed: number; readonly late: number; readonly other: number };
  readonly flaggedTraces: Readonly<Record<string, number>>;
}

export interface Outlook {
  readonly conversationsPerDay: number | null;
  readonly horizonUnits: number | null;
  /** There is no room for what the smallest effect worth finding takes. */
  readonly underpowered: {
    readonly neededUnits: number;
    readonly power: number;
    /** On the analysed scale. */
    readonly effectFound: number;
  } | null;
  readonly daysLeft: number | null;
  readonly endsAtLatest: string;
}

/** Where an experiment stands. */
export interface ExperimentResults {
  readonly experimentId: string;
  readonly status: ExperimentStatus;
  readonly verdict: Verdict | null;
  readonly reasons: readonly Reason[];
  readonly evaluatedAt: string | null;
  /** By the server's schedule. */
  readonly overdue: boolean;
  readonly readOut: ReadOut | null;
  readonly funnel: Funnel | null;
  readonly outlook: Outlook | null;
}

/** One look at an experiment. */
export interface Evaluation {
  readonly id: string;
  readonly at: string;
  readonly slot: string;
  readonly trigger: 'schedule' | 'person';
  readonly verdict: Verdict;
  readonly decisive: boolean;
  readonly reasons: readonly Reason[];
  readonly units: number;
  readonly newUnits: number;
  readonly durationMs: number;
  readonly figures: {
    readonly progress: number;
    readonly sampleRatio: { readonly assignment: number; readonly settlement: number };
    readonly mixedShare: number;
    readonly metrics: ReadonlyArray<{
      readonly name: string;
      readonly variants: ReadonlyArray<{
        readonly name: string;
        readonly count: number;
        readonly mean: number | null;
      }>;
      readonly comparisons: ReadonlyArray<{
        readonly variant: string;
        readonly difference: number | null;
        readonly interval: Interval | null;
        readonly sequentialP: number | null;
        readonly anytimeP: number | null;
        readonly chanceToWin: number | null;
      }>;
    }>;
  };
}

export interface EvaluationSeries {
  readonly items: readonly Evaluation[];
  readonly total: number;
}

/** Whether a decision follows from the conversations that are kept. */
export interface Verification {
  readonly events: number;
  readonly units: number;
  readonly stateIdentical: boolean | null;
  readonly decisionIdentical: boolean | null;
  readonly verified: boolean;
  readonly problems: readonly string[];
}
