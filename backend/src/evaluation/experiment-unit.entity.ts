import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Experiment } from '../experiments/experiment.entity';

/** A settled conversation with its values, frozen. Append-only. */
@Entity('experiment_units')
@Index('unit_conversation_unique', ['experimentId', 'conversationId'], { unique: true })
export class ExperimentUnit {
  @PrimaryColumn({
    name: 'experiment_id',
    type: 'uuid',
    primaryKeyConstraintName: 'experiment_units_pk',
  })
  experimentId: string;

  /** Its place among the experiment's assignments and settlements. */
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'experiment_units_pk' })
  event: string;

  @ManyToOne(() => Experiment)
  @JoinColumn({ name: 'experiment_id', foreignKeyConstraintName: 'unit_experiment_fk' })
  experiment?: Relation<Experiment>;

  @Column({ name: 'conversation_id', type: 'text' })
  conversationId: string;

  /** Index among the experiment's variants. */
  @Column({ type: 'integer' })
  variant: number;

  /** By metric, in the order of the settings; `null` = no value. */
  @Column({ name: 'metric_values', type: 'jsonb' })
  metricValues: ReadonlyArray<number | null>;

  /** Why it counts in no metric; `null` = it counts. */
  @Column({ type: 'text', nullable: true })
  excluded: string | null;

  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt: Date;

  @Column({ name: 'settled_at', type: 'timestamptz' })
  settledAt: Date;
}
