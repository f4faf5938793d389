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
import { Experiment } from './experiment.entity';

export const STEP_KINDS = [
  'started',
  'paused',
  'resumed',
  'traffic_grown',
  'stopped',
  'completed',
  'promoted',
  'promotion_undone',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** Something that happened to an experiment. Append-only; conversations are assigned by what these say of the time they began. */
@Entity('experiment_steps')
@Index('experiment_step_at', ['experimentId', 'at'], { unique: true })
@Check('step_kind_known', `kind IN (${STEP_KINDS.map((kind) => `'${kind}'`).join(', ')})`)
export class ExperimentStep {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'experiment_steps_pk',
  })
  id: string;

  @Column({ name: 'experiment_id', type: 'uuid' })
  experimentId: string;

  @ManyToOne(() => Experiment)
  @JoinColumn({ name: 'experiment_id', foreignKeyConstraintName: 'step_experiment_fk' })
  experiment?: Relation<Experiment>;

  /** Strictly later than every earlier step of the experiment. */
  @Column({ type: 'timestamptz' })
  at: Date;

  @Column({ type: 'text' })
  kind: StepKind;

  /** From this step on. */
  @Column({ name: 'traffic_share', type: 'double precision' })
  trafficShare: number;

  @Column({ type: 'text' })
  reason: string;

  @Column({ type: 'text' })
  actor: string;

  /** What belongs to the kind, such as what was served when it started. */
  @Column({ type: 'jsonb' })
  details: Record<string, unknown>;
}
