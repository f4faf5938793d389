import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { PromptVersion } from './prompt-version.entity';

/** A content that this prompt once got from a file; it is never imported again, so that a restart reverts nobody's edit. */
@Entity('prompt_imports')
export class PromptImport {
  @PrimaryColumn({ name: 'prompt_id', type: 'uuid', primaryKeyConstraintName: 'prompt_imports_pk' })
  promptId: string;

  @PrimaryColumn({ name: 'content_hash', type: 'text', primaryKeyConstraintName: 'prompt_imports_pk' })
  contentHash: string;

  @Column({ type: 'text' })
  path: string;

  @Column({ type: 'integer' })
  version: number;

  @ManyToOne(() => PromptVersion)
  @JoinColumn([
    { name: 'prompt_id', referencedColumnName: 'promptId', foreignKeyConstraintName: 'import_version_fk' },
    { name: 'version', referencedColumnName: 'version', foreignKeyConstraintName: 'import_version_fk' },
  ])
  importedAs?: Relation<PromptVersion>;

  @Column({ name: 'imported_at', type: 'timestamptz' })
  importedAt: Date;
}
