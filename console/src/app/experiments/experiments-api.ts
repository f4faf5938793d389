/** What an experiment can be. */
export type ExperimentStatus = 'draft' | 'running' | 'paused' | 'completed' | 'stopped';

/** What the figures say at a look. */
export type Verdict =
  | 'running'
  | 'waiting'
  | 'invalid_srm'
  | 'harmful'
  | 'success'
  | 'futile'
  | 'no_meaningful_difference'
  | 'inconclusive';

/** A version on trial; the first of an experiment is the control. */
export interface ExperimentVariant {
  readonly name: string;
  readonly version: number;
  readonly share: number;
}

export interface PlannedGuardrail {
  readonly metric: string;
  readonly margin: number | null;
}

/** How an experiment is evaluated; frozen when it starts. */
export interface ExperimentPlan {
  readonly primaryMetric: string;
  readonly secondaryMetrics: readonly string[];
  readonly guardrails: readonly PlannedGuardrail[];
  readonly alpha: number;
  readonly power: number;
  readonly minimumDetectableEffect: number;
  readonly minimumRuntimeMinutes: number;
  readonly maximumRuntimeMinutes: number;
  readonly windowMinutes: number;
  readonly graceMinutes: number;
  readonly minimumUnits: number;
  readonly maximumUnits: number | null;
  readonly mode: 'hybrid' | 'planned' | 'anytime';
  readonly promote: 'none' | 'winner';
  readonly approval: boolean;
  readonly holdMinutes: number;
  readonly missingComponent: 'exclude' | number;
  readonly insightQualityWeights: Readonly<Record<string, number>>;
}

export interface ExperimentLayer {
  readonly name: string;
  readonly mode: 'exclusive' | 'shared';
  readonly share: number | null;
  readonly range: readonly [number, number] | null;
}

/** An experiment as lists have it. */
export interface ExperimentSummary {
  readonly id: string;
  readonly promptId: string;
  readonly promptName: string;
  readonly name: string;
  readonly hypothesis: string;
  readonly status: ExperimentStatus;
  readonly variants: readonly ExperimentVariant[];
  readonly trafficShare: number;
  readonly layer: ExperimentLayer | null;
  readonly startAt: string | null;
  readonly endAt: string | null;
  readonly plan: ExperimentPlan;
  readonly decision: Readonly<Record<string, unknown>> | null;
  readonly parityOverride: { readonly by: string; readonly at: string; readonly reason: string } | null;
  readonly winner: string | null;
  readonly conclusion: string | null;
  readonly promoted: boolean;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedBy: string;
  readonly updatedAt: string;
}

export interface ExperimentPage {
  readonly items: readonly ExperimentSummary[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

export type ExperimentAction =
  | 'edit'
  | 'start'
  | 'grow'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'complete'
  | 'evaluate'
  | 'approve'
  | 'promote'
  | 'undo-promotion';

/** Something that happened to an experiment. */
export interface ExperimentStep {
  readonly kind:
    | 'started'
    | 'paused'
    | 'resumed'
    | 'traffic_grown'
    | 'stopped'
    | 'completed'
    | 'promoted'
    | 'promotion_undone';
  readonly at: string;
  readonly trafficShare: number;
  readonly reason: string;
  readonly actor: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** An experiment with its history. */
export interface Experiment extends ExperimentSummary {
  readonly salt: string | null;
  readonly hashVersion: number | null;
  readonly allowedActions: readonly ExperimentAction[];
  readonly steps: readonly ExperimentStep[];
}

/** Why a verdict is what it is, or what keeps an experiment from ending. */
export interface Reason {
  readonly code: string;
  readonly metric: string | null;
  readonly variant: string | null;
  readonly numbers: Readonly<Record<string, number>>;
  /** It keeps a success from completing the experiment. */
  readonly blocks: boolean;
  readonly message: string;
}

export type Interval = readonly [low: number, high: number];

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

/** A variant against the control. */
export interface Comparison {
  readonly variant: string;
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

/** What became of the conversations. */
export interface Funnel {
  readonly exposed: number;
  readonly settled: number;
  readonly counted: number;
  readonly leftOut: { readonly mixed: number; readonly late: number; readonly other: number };
  readonly flaggedTraces: Readonly<Record<string, number>>;
}

export interface Outlook {
  readonly conversationsPerDay: number | null;
  readonly horizonUnits: number | null;
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

/** A metric, as far as experiments need it. */
export interface MetricDefinition {
  readonly name: string;
  readonly description: string;
  readonly kind: 'binary' | 'bounded' | 'continuous';
  readonly direction: 'increase' | 'decrease';
  readonly unit: string;
  readonly scale: 'linear' | 'log';
  readonly margin: number | null;
}

/** The address of an experiment. */
export function experimentUrl(id: string): string {
  return `/api/v1/experiments/${encodeURIComponent(id)}`;
}
