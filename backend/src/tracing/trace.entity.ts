import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const TRACE_SOURCES = ['experiment', 'version', 'label', 'latest', 'file'] as const;
export const TRACE_STATUSES = ['ok', 'error', 'unfinished'] as const;
/** Why a trace is kept without counting in an experiment. */
export const TRACE_FLAGS = [
  'unknown_prompt',
  'unknown_version',
  'hash_mismatch',
  'not_assigned',
  'unknown_experiment',
  'unknown_variant',
  'not_started',
] as const;
export type TraceFlag = (typeof TRACE_FLAGS)[number];

/** What was said and heard, when the server is told to keep it. */
export interface TracePreviews {
  readonly input?: string;
  readonly output?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** One use of a prompt, as its agent reported it. Written once. */
@Entity('traces')
@Index('traces_by_time', ['startedAt', 'id'])
@Index('traces_by_prompt', ['promptId', 'startedAt', 'id'])
@Index('traces_by_conversation', ['conversationId', 'startedAt'], { where: 'conversation_id IS NOT NULL' })
@Index('traces_by_experiment', ['experimentId', 'conversationId'], { where: 'experiment_id IS NOT NULL' })
@Index('traces_by_experiment_time', ['experimentId', 'startedAt', 'id'], {
  where: 'experiment_id IS NOT NULL',
})
@Index('traces_flagged', ['startedAt', 'id'], { where: 'flag IS NOT NULL' })
@Index('traces_unregistered', { synchronize: false })
@Check('trace_source_known', `source IN ('experiment', 'version', 'label', 'latest', 'file')`)
@Check('trace_status_known', `status IN ('ok', 'error', 'unfinished')`)
export class TraceRow {
  /** The client's trace id: 32 hex digits, kept in the form of a UUID. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'traces_pk' })
  id: string;

  /** `null`: the registry does not know the prompt, such as one served from a file. */
  @Column({ name: 'prompt_id', type: 'uuid', nullable: true })
  promptId: string | null;

  @Column({ name: 'prompt_name', type: 'text' })
  promptName: string;

  @Column({ name: 'prompt_version', type: 'integer', nullable: true })
  promptVersion: number | null;

  /** Of the words that were served, by the client's word. */
  @Column({ name: 'content_hash', type: 'text', nullable: true })
  contentHash: string | null;

  @Column({ type: 'text' })
  source: (typeof TRACE_SOURCES)[number];

  @Column({ name: 'experiment_id', type: 'uuid', nullable: true })
  experimentId: string | null;

  @Column({ type: 'text', nullable: true })
  variant: string | null;

  @Column({ name: 'conversation_id', type: 'text', nullable: true })
  conversationId: string | null;

  @Column({ type: 'text', nullable: true })
  agent: string | null;

  @Column({ type: 'text', nullable: true })
  model: string | null;

  /** By the client's clock. */
  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt: Date;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt: Date;

  @Column({ name: 'latency_ms', type: 'double precision', nullable: true })
  latencyMs: number | null;

  @Column({ name: 'input_tokens', type: 'integer', nullable: true })
  inputTokens: number | null;

  @Column({ name: 'output_tokens', type: 'integer', nullable: true })
  outputTokens: number | null;

  @Column({ type: 'double precision', nullable: true })
  cost: number | null;

  @Column({ type: 'text' })
  status: (typeof TRACE_STATUSES)[number];

  /** `null`: nothing is wrong with it. A flagged trace never counts in an experiment. */
  @Column({ type: 'text', nullable: true })
  flag: TraceFlag | null;

  @Column({ type: 'jsonb', nullable: true })
  previews: TracePreviews | null;

  /** Of what was sent: tells a repeated delivery from another trace under the same id. */
  @Column({ type: 'uuid' })
  digest: string;
}
