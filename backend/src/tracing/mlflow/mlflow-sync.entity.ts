import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far assessments were read back from an experiment in MLflow. */
@Entity('mlflow_sync')
export class MlflowSync {
  @PrimaryColumn({ name: 'mlflow_experiment_id', type: 'text', primaryKeyConstraintName: 'mlflow_sync_pk' })
  mlflowExperimentId: string;

  @Column({ name: 'synced_until', type: 'timestamptz' })
  syncedUntil: Date;

  @Column({ name: 'last_run_at', type: 'timestamptz' })
  lastRunAt: Date;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError: string | null;
}
