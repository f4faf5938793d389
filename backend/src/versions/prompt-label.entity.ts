import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { PromptVersion } from './prompt-version.entity';

/** Where a label points now. `latest` is computed and never stored. */
@Entity('prompt_labels')
export class PromptLabel {
  @PrimaryColumn({ name: 'prompt_id', type: 'uuid', primaryKeyConstraintName: 'prompt_labels_pk' })
  promptId: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'prompt_labels_pk' })
  label: string;

  @Column({ type: 'integer' })
  version: number;

  @ManyToOne(() => PromptVersion)
  @JoinColumn([
    { name: 'prompt_id', referencedColumnName: 'promptId', foreignKeyConstraintName: 'label_version_fk' },
    { name: 'version', referencedColumnName: 'version', foreignKeyConstraintName: 'label_version_fk' },
  ])
  pointsTo?: Relation<PromptVersion>;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @Column({ name: 'updated_by', type: 'text' })
  updatedBy: string;
}
