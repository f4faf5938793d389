import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which run in MLflow stands for a prompt, version, variant, agent and day. */
@Entity('mlflow_runs')
export class MlflowRun {
  @PrimaryColumn({ name: 'run_key', type: 'text', primaryKeyConstraintName: 'mlflow_runs_pk' })
  runKey: string;

  @Column({ name: 'mlflow_experiment_id', type: 'text' })
  mlflowExperimentId: string;

  @Column({ name: 'run_id', type: 'text' })
  runId: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
