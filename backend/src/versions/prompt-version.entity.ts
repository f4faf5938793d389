import type { TemplateFormat } from '@prompt-registry/resolver';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Prompt } from '../prompts/prompt.entity';

/** One version of a prompt's words. The database refuses to change or delete it. */
@Entity('prompt_versions')
@Index('version_number_unique', ['promptId', 'version'], { unique: true })
@Check('version_format_known', `template_format IN ('f-string', 'mustache', 'none')`)
@Check('version_type_known', `type IN ('text', 'chat')`)
@Check('version_positive', `version >= 1`)
export class PromptVersion {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'prompt_versions_pk' })
  id: string;

  @Column({ name: 'prompt_id', type: 'uuid' })
  promptId: string;

  @ManyToOne(() => Prompt)
  @JoinColumn({ name: 'prompt_id', foreignKeyConstraintName: 'version_prompt_fk' })
  prompt?: Relation<Prompt>;

  /** 1, 2, 3 ... without gaps. */
  @Column({ type: 'integer' })
  version: number;

  @Column({ name: 'template_format', type: 'text' })
  templateFormat: TemplateFormat;

  @Column({ type: 'text' })
  type: 'text' | 'chat';

  /** The text itself, or the message array as JSON. */
  @Column({ type: 'text' })
  content: string;

  @Column({ type: 'jsonb' })
  config: Record<string, unknown>;

  @Column({ type: 'jsonb' })
  variables: string[];

  /** SHA-256, in hex, of the canonical content; verified whenever the version is served. */
  @Column({ name: 'content_hash', type: 'text' })
  contentHash: string;

  @Column({ type: 'text' })
  author: string;

  @Column({ type: 'text' })
  message: string;

  /** The version this one was written on top of; `null` for the first. */
  @Column({ name: 'parent_version', type: 'integer', nullable: true })
  parentVersion: number | null;

  /** The version a rollback brought back. */
  @Column({ name: 'restored_from', type: 'integer', nullable: true })
  restoredFrom: number | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
