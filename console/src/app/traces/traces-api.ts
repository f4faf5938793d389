import type { VersionContent } from '@prompt-registry/resolver';

export const SOURCES = ['experiment', 'version', 'label', 'latest', 'file'] as const;
export type Source = (typeof SOURCES)[number];
export const STATUSES = ['ok', 'error', 'unfinished'] as const;
export type Status = (typeof STATUSES)[number];
export const FLAGS = [
  'unknown_prompt',
  'unknown_version',
  'hash_mismatch',
  'not_assigned',
  'unknown_experiment',
  'unknown_variant',
  'not_started',
] as const;
export type Flag = (typeof FLAGS)[number];

/** One use of a prompt, as a list has it. */
export interface Trace {
  readonly id: string;
  /** Null: the registry does not know the prompt. */
  readonly promptId: string | null;
  readonly promptName: string;
  readonly promptVersion: number | null;
  readonly contentHash: string | null;
  readonly source: Source;
  readonly experimentId: string | null;
  readonly experimentName: string | null;
  readonly variant: string | null;
  readonly conversationId: string | null;
  readonly agent: string | null;
  readonly model: string | null;
  readonly startedAt: string;
  readonly receivedAt: string;
  readonly latencyMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cost: number | null;
  readonly status: Status;
  readonly flag: Flag | null;
}

export interface TracePageOfList {
  readonly items: readonly Trace[];
  /** Cursor of what follows; a page may be empty and still be followed by others. */
  readonly nextCursor: string | null;
}

/** A value that arrived for a trace or for its conversation. */
export interface Outcome {
  readonly id: string;
  readonly of: 'trace' | 'conversation';
  readonly metric: string;
  readonly value: number;
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly source: 'api' | 'mlflow';
}

/** Where a trace is seen in MLflow. */
export interface TraceLinks {
  readonly state: 'off' | 'waiting' | 'delivered' | 'failed';
  readonly traceUrl: string | null;
  readonly runUrl: string | null;
  readonly promptUrl: string | null;
}

/** One use of a prompt with everything that is known about it. */
export interface TraceDetail extends Trace {
  readonly words: (VersionContent & { readonly version: number }) | null;
  readonly versionHash: string | null;
  readonly previews: {
    readonly input?: string;
    readonly output?: string;
    readonly variables?: Readonly<Record<string, unknown>>;
  } | null;
  readonly outcomes: readonly Outcome[];
  readonly mlflow: TraceLinks;
}

export type SettlementState = 'waiting' | 'due' | 'settled' | 'left_out' | 'never';

/** What experiments made of a conversation, and what came of it. */
export interface Conversation {
  readonly conversationId: string;
  readonly traces: number;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly experiments: readonly {
    readonly experimentId: string;
    readonly experimentName: string;
    readonly status: string;
    readonly promptName: string;
    readonly variant: string;
    readonly assignedAt: string;
    readonly settlementDueAt: string;
    readonly state: SettlementState;
    readonly leftOutBecause: string | null;
    readonly settledAt: string | null;
  }[];
  readonly outcomes: readonly {
    readonly traceId: string | null;
    readonly experimentId: string | null;
    readonly metric: string;
    readonly value: number;
    readonly occurredAt: string;
    readonly source: 'api' | 'mlflow';
  }[];
}
