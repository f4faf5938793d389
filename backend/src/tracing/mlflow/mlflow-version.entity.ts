import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { PromptVersion } from '../../versions/prompt-version.entity';

/** Under which name and number MLflow's own prompt registry holds a version: MLflow picks the numbers. */
@Entity('mlflow_versions')
export class MlflowVersion {
  @PrimaryColumn({ name: 'prompt_id', type: 'uuid', primaryKeyConstraintName: 'mlflow_versions_pk' })
  promptId: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'mlflow_versions_pk' })
  version: number;

  @ManyToOne(() => PromptVersion)
  @JoinColumn([
    {
      name: 'prompt_id',
      referencedColumnName: 'promptId',
      foreignKeyConstraintName: 'mlflow_version_fk',
    },
    { name: 'version', referencedColumnName: 'version', foreignKeyConstraintName: 'mlflow_version_fk' },
  ])
  promptVersion?: Relation<PromptVersion>;

  @Column({ name: 'mlflow_name', type: 'text' })
  mlflowName: string;

  @Column({ name: 'mlflow_version', type: 'text' })
  mlflowVersion: string;

  @Column({ name: 'mirrored_at', type: 'timestamptz' })
  mirroredAt: Date;
}
