import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { Experiment } from '../experiments/experiment.entity';

/** One look at an experiment: what was seen and decided. Append-only. */
@Entity('evaluations')
@Index('evaluation_slot_unique', ['experimentId', 'slot'], { unique: true })
@Index('evaluations_by_experiment', ['experimentId', 'id'])
@Check('evaluation_trigger_known', `trigger IN ('schedule', 'person')`)
export class Evaluation {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'evaluations_pk',
  })
  id: string;

  @Column({ name: 'experiment_id', type: 'uuid' })
  experimentId: string;

  @ManyToOne(() => Experiment)
  @JoinColumn({ name: 'experiment_id', foreignKeyConstraintName: 'evaluation_experiment_fk' })
  experiment?: Relation<Experiment>;

  /** The moment of the schedule it stands for, so that replicas evaluate it once; for a person's, the moment itself. */
  @Column({ type: 'timestamptz' })
  slot: Date;

  @Column({ type: 'text' })
  trigger: 'schedule' | 'person';

  @Column({ type: 'timestamptz' })
  at: Date;

  @Column({ type: 'text' })
  verdict: string;

  @Column({ type: 'boolean' })
  decisive: boolean;

  @Column({ type: 'jsonb' })
  reasons: ReadonlyArray<Record<string, unknown>>;

  /** The figures of the moment, for charts. */
  @Column({ name: 'read_out', type: 'jsonb' })
  readOut: Record<string, unknown>;

  /** Settled units in all. */
  @Column({ type: 'integer' })
  units: number;

  @Column({ name: 'new_units', type: 'integer' })
  newUnits: number;

  @Column({ name: 'duration_ms', type: 'double precision' })
  durationMs: number;
}
