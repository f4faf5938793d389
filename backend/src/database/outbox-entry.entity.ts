import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const OUTBOX_TOPICS = ['trace', 'outcome', 'version', 'label'] as const;
export type OutboxTopic = (typeof OUTBOX_TOPICS)[number];

/** Something that another system still has to be told. Removed once it was. */
@Entity('outbox')
@Index('outbox_by_due', ['dueAt', 'id'], { where: 'dead_at IS NULL' })
@Index('outbox_by_key', ['key', 'id'])
@Index('outbox_dead', ['id'], { where: 'dead_at IS NOT NULL' })
@Check('outbox_topic_known', `topic IN (${OUTBOX_TOPICS.map((topic) => `'${topic}'`).join(', ')})`)
export class OutboxEntry {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'outbox_pk',
  })
  id: string;

  @Column({ type: 'text' })
  topic: OutboxTopic;

  /** Entries of one key are delivered one after the other, in their order. */
  @Column({ type: 'text' })
  key: string;

  /** Which row it is about. */
  @Column({ type: 'text' })
  reference: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** Not tried before this moment. */
  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt: Date;

  @Column({ type: 'integer' })
  attempts: number;

  /** Somebody is at it until then at most. */
  @Column({ name: 'claimed_until', type: 'timestamptz', nullable: true })
  claimedUntil: Date | null;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError: string | null;

  /** Given up; a person may let it be tried again. */
  @Column({ name: 'dead_at', type: 'timestamptz', nullable: true })
  deadAt: Date | null;
}
