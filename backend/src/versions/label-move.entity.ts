import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { Prompt } from '../prompts/prompt.entity';

/** One move of a label: who, when, from, to, why. Append-only. */
@Entity('label_moves')
@Index('label_moves_by_prompt', ['promptId', 'label', 'id'])
export class LabelMove {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'label_moves_pk',
  })
  id: string;

  @Column({ name: 'prompt_id', type: 'uuid' })
  promptId: string;

  @ManyToOne(() => Prompt)
  @JoinColumn({ name: 'prompt_id', foreignKeyConstraintName: 'label_move_prompt_fk' })
  prompt?: Relation<Prompt>;

  @Column({ type: 'text' })
  label: string;

  /** `null`: the label was new. */
  @Column({ name: 'from_version', type: 'integer', nullable: true })
  fromVersion: number | null;

  /** `null`: the label was removed. */
  @Column({ name: 'to_version', type: 'integer', nullable: true })
  toVersion: number | null;

  @Column({ type: 'text' })
  reason: string;

  @Column({ name: 'moved_by', type: 'text' })
  movedBy: string;

  @Column({ type: 'timestamptz' })
  at: Date;
}
