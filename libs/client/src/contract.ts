import type { ResolveCounts, Snapshot, SnapshotPrompt } from '@prompt-registry/resolver';
import type { ReportConsumerDto, ResolvedDto, ResolveRequestDto } from './generated/types.gen';
import type { PreviewRecord } from './trace-previews';

/** The first event of a stream: where the server stands. @example { revision: 41, etag: '"41"' } */
export interface HelloEvent {
  readonly revision: number;
  readonly etag: string;
}

/** A change of the registry; `prompts` is absent when it is too large for an event. @example { revision: 42, previous: 41, etag: '"42"', prompts: [] } */
export interface ChangeEvent extends HelloEvent {
  readonly previous: number;
  readonly prompts?: readonly SnapshotPrompt[];
}

/** What a request for the snapshot finds. @example { kind: 'unchanged' } */
export type SnapshotAnswer =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot; readonly etag: string | null };

/** The members of a resolve answer that an explicit version needs. @example { promptId: '5f0c…', version: 7, … } */
export type ResolvedVersion = Pick<
  ResolvedDto,
  'promptId' | 'name' | 'version' | 'type' | 'templateFormat' | 'content' | 'config' | 'contentHash'
>;

/** How an explicit version is asked for. @example { name: 'greeting', version: 3 } */
export type VersionRequest = Required<Pick<ResolveRequestDto, 'name' | 'version'>>;

/** What an agent tells about itself. @example { service: 'analyst', revision: 41, stale: false, … } */
export type ConsumerReport = Readonly<Omit<ReportConsumerDto, 'resolves'>> & {
  /** What it counted and was not acknowledged. */
  readonly resolves?: ResolveCounts;
};

/** How a use of a prompt ended. `unfinished`: nobody said. @example 'ok' */
export type TraceStatus = 'ok' | 'error' | 'unfinished';

/** One use of a prompt, as it is sent. @example { id: '4bf9…', promptName: 'greeting', promptVersion: 7, … } */
export interface TraceRecord {
  readonly id: string;
  readonly promptName: string;
  readonly promptVersion: number | null;
  readonly contentHash: string | null;
  readonly source: string;
  readonly experimentId?: string;
  readonly variant?: string;
  readonly conversationId?: string;
  readonly agent?: string;
  readonly model?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly latencyMs?: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cost?: number;
  readonly status: TraceStatus;
  readonly previews?: PreviewRecord;
}

/** A metric's value that arrived later, as it is sent. @example { id: '…', traceId: '4bf9…', metric: 'confidence', value: 0.8, occurredAt: '…' } */
export interface OutcomeRecord {
  readonly id: string;
  readonly traceId?: string;
  readonly conversationId?: string;
  readonly experimentId?: string;
  readonly metric: string;
  readonly value: number;
  /** ISO 8601. */
  readonly occurredAt: string;
}

/** An item of a batch that the server did not take. @example { id: '4bf9…', code: 'UNKNOWN_PROMPT', message: '…' } */
export interface RejectedItem {
  readonly id: string;
  readonly code: string;
  readonly message: string;
}
