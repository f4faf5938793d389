import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A metric's value that arrived for a trace, or for a conversation in an experiment. Written once. */
@Entity('outcomes')
@Index('outcomes_by_trace', ['traceId'], { where: 'trace_id IS NOT NULL' })
@Index('outcomes_by_conversation', ['experimentId', 'conversationId'], {
  where: 'conversation_id IS NOT NULL',
})
@Index('outcomes_by_arrival', ['receivedAt'])
@Check('outcome_source_known', `source IN ('api', 'mlflow')`)
@Check(
  'outcome_subject_known',
  `(trace_id IS NULL) <> (conversation_id IS NULL) AND (conversation_id IS NULL) = (experiment_id IS NULL)`,
)
export class OutcomeRow {
  /** The client's. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'outcomes_pk' })
  id: string;

  /** May name a trace that has not arrived yet. */
  @Column({ name: 'trace_id', type: 'uuid', nullable: true })
  traceId: string | null;

  @Column({ name: 'experiment_id', type: 'uuid', nullable: true })
  experimentId: string | null;

  @Column({ name: 'conversation_id', type: 'text', nullable: true })
  conversationId: string | null;

  @Column({ type: 'text' })
  metric: string;

  @Column({ type: 'double precision' })
  value: number;

  @Column({ name: 'occurred_at', type: 'timestamptz' })
  occurredAt: Date;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt: Date;

  @Column({ type: 'text' })
  source: 'api' | 'mlflow';

  /** Of what was sent: tells a repeated delivery from another outcome under the same id. */
  @Column({ type: 'uuid' })
  digest: string;
}
