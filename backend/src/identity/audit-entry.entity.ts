import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** What a row says about one side of a change: small references (versions, labels, names), never contents or secrets. */
export type AuditReference = object;

@Entity('audit_log')
@Index('audit_by_subject', ['subjectType', 'subjectId', 'id'])
export class AuditEntry {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'audit_log_pk',
  })
  id: string;

  @Column({ type: 'timestamptz' })
  at: Date;

  @Column({ name: 'actor_type', type: 'text' })
  actorType: 'user' | 'key' | 'system';

  @Column({ name: 'actor_id', type: 'text', nullable: true })
  actorId: string | null;

  @Column({ name: 'actor_name', type: 'text' })
  actorName: string;

  @Column({ type: 'text' })
  action: string;

  @Column({ name: 'subject_type', type: 'text' })
  subjectType: string;

  @Column({ name: 'subject_id', type: 'text' })
  subjectId: string;

  @Column({ name: 'subject_name', type: 'text' })
  subjectName: string;

  @Column({ type: 'jsonb', nullable: true })
  before: AuditReference | null;

  @Column({ type: 'jsonb', nullable: true })
  after: AuditReference | null;

  @Column({ name: 'request_id', type: 'text', nullable: true })
  requestId: string | null;
}
