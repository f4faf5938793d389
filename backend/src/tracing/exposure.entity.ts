import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A conversation that an experiment has touched: by its first trace whose words were its variant's. */
@Entity('exposures')
@Index('exposures_uncounted', ['experimentId', 'assignmentDueAt', 'conversationId'], {
  where: 'assigned_event IS NULL',
})
@Index('exposures_unsettled', ['experimentId', 'settlementDueAt', 'conversationId'], {
  where: 'settled_event IS NULL',
})
export class Exposure {
  @PrimaryColumn({ name: 'experiment_id', type: 'uuid', primaryKeyConstraintName: 'exposures_pk' })
  experimentId: string;

  @PrimaryColumn({ name: 'conversation_id', type: 'text', primaryKeyConstraintName: 'exposures_pk' })
  conversationId: string;

  @Column({ type: 'text' })
  variant: string;

  @Column({ name: 'trace_id', type: 'uuid' })
  traceId: string;

  /** The earlier of the client's and the server's time, within limits. */
  @Column({ name: 'assigned_at', type: 'timestamptz' })
  assignedAt: Date;

  /** When its assignment is counted: after the grace period, and not before it was known. */
  @Column({ name: 'assignment_due_at', type: 'timestamptz' })
  assignmentDueAt: Date;

  /** When it is settled: after window and grace, and not before outcomes that follow its trace had the grace period to arrive. */
  @Column({ name: 'settlement_due_at', type: 'timestamptz' })
  settlementDueAt: Date;

  /** The place among the experiment's events at which its assignment was counted; `null` = not yet. Set by evaluation. */
  @Column({ name: 'assigned_event', type: 'bigint', nullable: true })
  assignedEvent: string | null;

  /** The place at which it was settled; `null` = not yet. Set by evaluation. */
  @Column({ name: 'settled_event', type: 'bigint', nullable: true })
  settledEvent: string | null;
}
