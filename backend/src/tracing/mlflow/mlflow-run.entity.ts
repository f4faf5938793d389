import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Which run in MLflow stands for a prompt, version, experiment, variant, agent and day. */
@Entity('mlflow_runs')
@Index('mlflow_runs_by_experiment', ['experimentId', 'variant'], { where: 'experiment_id IS NOT NULL' })
@Index('mlflow_runs_by_version', ['promptId', 'version'], { where: 'prompt_id IS NOT NULL' })
export class MlflowRun {
  @PrimaryColumn({ name: 'run_key', type: 'text', primaryKeyConstraintName: 'mlflow_runs_pk' })
  runKey: string;

  @Column({ name: 'mlflow_experiment_id', type: 'text' })
  mlflowExperimentId: string;

  @Column({ name: 'run_id', type: 'text' })
  runId: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** Of the registry; `null`: of no prompt that it knows, or told before this was kept. */
  @Column({ name: 'prompt_id', type: 'uuid', nullable: true })
  promptId: string | null;

  @Column({ type: 'integer', nullable: true })
  version: number | null;

  /** Of the registry, not MLflow's. */
  @Column({ name: 'experiment_id', type: 'uuid', nullable: true })
  experimentId: string | null;

  @Column({ type: 'text', nullable: true })
  variant: string | null;
}
