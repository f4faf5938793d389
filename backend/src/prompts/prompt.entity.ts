import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A prompt: its identity, metadata, and what a plain resolve serves. Its words are in its versions. */
@Entity('prompts')
@Index('prompt_name_unique', { synchronize: false })
@Index('prompt_search', { synchronize: false })
@Index('prompt_tags', { synchronize: false })
@Check('prompt_type_known', `type IN ('text', 'chat')`)
export class Prompt {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'prompts_pk' })
  id: string;

  /** Unique without regard to case; `/` makes folders. */
  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  description: string;

  @Column({ name: 'agent_role', type: 'text', nullable: true })
  agentRole: string | null;

  @Column({ type: 'text', nullable: true })
  depth: string | null;

  @Column({ type: 'text', nullable: true })
  strategy: string | null;

  @Column({ type: 'text', nullable: true })
  domain: string | null;

  @Column({ type: 'jsonb' })
  tags: string[];

  /** Fixed at creation: what calls a prompt relies on it. */
  @Column({ type: 'text' })
  type: 'text' | 'chat';

  /** `latest` or the label that a plain resolve follows. */
  @Column({ type: 'text' })
  serves: string;

  @Column({ name: 'latest_version', type: 'integer' })
  latestVersion: number;

  /** Grows with every change to metadata, labels, `serves` or the archive state; part of the ETag. */
  @Column({ name: 'edit_count', type: 'integer' })
  editCount: number;

  /** The registry's revision when anything a resolve may answer last changed. */
  @Index('prompt_by_revision')
  @Column({ name: 'changed_revision', type: 'bigint' })
  changedRevision: string;

  /** Name (weight A), description and tags (B) and the latest words (D), for full-text search. */
  @Column({ type: 'tsvector', select: false })
  search: string;

  @Column({ name: 'created_by', type: 'text' })
  createdBy: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_by', type: 'text' })
  updatedBy: string;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @Column({ name: 'archived_at', type: 'timestamptz', nullable: true })
  archivedAt: Date | null;
}
