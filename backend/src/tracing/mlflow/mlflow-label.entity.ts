import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Prompt } from '../../prompts/prompt.entity';

/** Up to which of its moves MLflow was told of a label. */
@Entity('mlflow_labels')
export class MlflowLabel {
  @PrimaryColumn({ name: 'prompt_id', type: 'uuid', primaryKeyConstraintName: 'mlflow_labels_pk' })
  promptId: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'mlflow_labels_pk' })
  label: string;

  @ManyToOne(() => Prompt)
  @JoinColumn({ name: 'prompt_id', foreignKeyConstraintName: 'mlflow_label_prompt_fk' })
  prompt?: Relation<Prompt>;

  @Column({ name: 'move_id', type: 'bigint' })
  moveId: string;
}
