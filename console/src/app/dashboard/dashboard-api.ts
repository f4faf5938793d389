import type { SaidReason } from '../reasons/reason-sentence';

/** An experiment on trial, and whether it needs a person. */
export interface OnTrial {
  readonly id: string;
  readonly name: string;
  readonly promptName: string;
  readonly status: string;
  readonly attention: 'ready' | 'blocked' | 'unhealthy' | 'running';
  readonly verdict: string | null;
  readonly reasons: readonly (SaidReason & { readonly blocks: boolean })[];
  readonly evaluatedAt: string | null;
  readonly units: number;
  readonly startAt: string;
}

/** The difference that a decision rests on. */
export interface Effect {
  /** What decided, and else the primary one. */
  readonly metric: string;
  readonly role: 'success' | 'guardrail';
  readonly scale: 'linear' | 'log';
  readonly variant: string;
  /** On the analysed scale. */
  readonly difference: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** What a promotion changed. */
export interface Promotion {
  /** `latest` or the label that was moved. */
  readonly serves: string;
  readonly before: number;
  readonly after: number;
  readonly sameWords: boolean;
}

/** An experiment that ended lately. */
export interface Decided {
  readonly id: string;
  readonly name: string;
  readonly promptName: string;
  readonly status: 'completed' | 'stopped';
  readonly verdict: string | null;
  readonly winner: string | null;
  /** Settled conversations at the last look. */
  readonly units: number;
  readonly conclusion: string | null;
  /** Empty when a person ended it. */
  readonly reasons: readonly SaidReason[];
  /** Its figures could not be trusted when it ended, so no effect is told. */
  readonly unhealthy: boolean;
  readonly effect: Effect | null;
  readonly promoted: boolean;
  /** What one undo takes back; null when there is nothing to undo. */
  readonly promotion: Promotion | null;
  /** The version that did harm and is served all the same. */
  readonly servedHarm: number | null;
  readonly endAt: string;
}

/** What was said of a prompt's uses, beside the time before. */
export interface Said {
  readonly metric: string;
  readonly count: number;
  readonly mean: number | null;
  readonly countBefore: number;
  readonly meanBefore: number | null;
}

/** How a prompt was used, beside the time before. */
export interface PromptUsage {
  readonly promptId: string;
  readonly promptName: string;
  readonly uses: number;
  readonly usesBefore: number;
  readonly errorShare: number | null;
  readonly fileShare: number | null;
  readonly medianLatencyMs: number | null;
  readonly meanCost: number | null;
  readonly outcomes: readonly Said[];
}

/** A day of all prompts, UTC. */
export interface Day {
  readonly day: string;
  readonly uses: number;
  readonly errors: number;
  readonly fromFile: number;
  readonly flagged: number;
}

export interface Dashboard {
  readonly from: string;
  readonly to: string;
  readonly experiments: readonly OnTrial[];
  readonly decisions: readonly Decided[];
  readonly prompts: readonly PromptUsage[];
  readonly days: readonly Day[];
  readonly evaluationJob: {
    readonly ranAt: string | null;
    readonly durationMs: number | null;
    readonly evaluated: number;
    readonly failed: number;
  };
}

/** What was said of a version on a day. */
export interface QualityPoint {
  readonly day: string;
  /** Null: words that no version has. */
  readonly version: number | null;
  readonly metric: string;
  readonly count: number;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface Quality {
  readonly promptName: string;
  readonly points: readonly QualityPoint[];
}

/** Of a metric what its values are written by. */
export interface MetricKind {
  readonly name: string;
  readonly kind: 'binary' | 'bounded' | 'continuous';
  readonly direction: 'increase' | 'decrease';
  readonly unit: string;
  readonly source?: 'outcome' | 'trace' | 'composite';
  readonly scale: 'linear' | 'log';
}

/** An agent's process. */
export interface Consumer {
  readonly service: string;
  readonly behind: number;
  readonly stale: boolean;
  readonly source: 'memory' | 'snapshot_file' | 'prompt_files';
}

export interface Deliveries {
  readonly state: 'off' | 'ok' | 'down';
  readonly depth: number;
  readonly deadLetters: number;
  readonly experimentUrl: string | null;
}
