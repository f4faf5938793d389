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
  readonly expectedMean?: number | null;
  readonly expectedStandardDeviation?: number | null;
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

/** A metric, as far as experiments need it. */
export interface MetricDefinition {
  readonly name: string;
  readonly description: string;
  readonly kind: 'binary' | 'bounded' | 'continuous';
  readonly direction: 'increase' | 'decrease';
  readonly unit: string;
  readonly scale: 'linear' | 'log';
  readonly margin: number | null;
  readonly minimum?: number | null;
  readonly maximum?: number | null;
  readonly source: 'outcome' | 'trace' | 'composite';
}

export interface MetricList {
  readonly items: readonly MetricDefinition[];
}

/** The address of an experiment. */
export function experimentUrl(id: string): string {
  return `/api/v1/experiments/${encodeURIComponent(id)}`;
}
