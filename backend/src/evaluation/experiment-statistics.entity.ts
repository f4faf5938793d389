import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Experiment } from '../experiments/experiment.entity';

/** Where an experiment's statistics stand: its frozen settings and the state that every settled unit has advanced. */
@Entity('experiment_statistics')
export class ExperimentStatistics {
  @PrimaryColumn({
    name: 'experiment_id',
    type: 'uuid',
    primaryKeyConstraintName: 'experiment_statistics_pk',
  })
  experimentId: string;

  @ManyToOne(() => Experiment)
  @JoinColumn({ name: 'experiment_id', foreignKeyConstraintName: 'statistics_experiment_fk' })
  experiment?: Relation<Experiment>;

  /** JSON as text, because the database would write the numbers of `jsonb` in its own way. */
  @Column({ type: 'text' })
  settings: string;

  /** SHA-256 of the settings. */
  @Column({ name: 'settings_hash', type: 'text' })
  settingsHash: string;

  /** JSON as text, for the same reason. */
  @Column({ type: 'text' })
  state: string;

  /** The last event that the state includes: an assignment or a settlement. */
  @Column({ name: 'last_event', type: 'bigint' })
  lastEvent: string;

  /** When the last event was due. */
  @Column({ name: 'last_due_at', type: 'timestamptz', nullable: true })
  lastDueAt: Date | null;

  /** The event that decided; nothing is added to the state after it. */
  @Column({ name: 'decided_event', type: 'bigint', nullable: true })
  decidedEvent: string | null;

  /** The moment at which it was over: that event's, or when a hold or the maximum runtime ended or a person agreed. */
  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt: Date | null;

  /** Since when a success stands, for the hold time of the plan. */
  @Column({ name: 'held_since', type: 'timestamptz', nullable: true })
  heldSince: Date | null;

  @Column({ name: 'approved_by', type: 'text', nullable: true })
  approvedBy: string | null;

  @Column({ name: 'approved_at', type: 'timestamptz', nullable: true })
  approvedAt: Date | null;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
