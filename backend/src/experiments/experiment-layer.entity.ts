import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * A hash space that experiments of different prompts live in: `exclusive` divides it among them, `shared` gives all of
 * them the same assignment. Made by the first experiment that starts in it; its row is the lock of its ranges.
 */
@Entity('experiment_layers')
@Check('layer_mode_known', `mode IN ('exclusive', 'shared')`)
export class ExperimentLayer {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'experiment_layers_pk' })
  name: string;

  @Column({ type: 'text' })
  mode: 'exclusive' | 'shared';

  /** Replaces the salts of its experiments. */
  @Column({ type: 'text' })
  salt: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
