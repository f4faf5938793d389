import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a run in MLflow stands for, so that a variant's or a version's are found without a look at its traces. Runs of earlier days stay
 * without: their traces lack the tags that a list in MLflow is filtered by.
 */
const COLUMNS = `
ALTER TABLE mlflow_runs
  ADD COLUMN prompt_id uuid,
  ADD COLUMN version integer,
  ADD COLUMN experiment_id uuid,
  ADD COLUMN variant text;
CREATE INDEX mlflow_runs_by_experiment ON mlflow_runs (experiment_id, variant) WHERE experiment_id IS NOT NULL;
CREATE INDEX mlflow_runs_by_version ON mlflow_runs (prompt_id, version) WHERE prompt_id IS NOT NULL;
`;

export class MlflowRuns1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP INDEX mlflow_runs_by_version; DROP INDEX mlflow_runs_by_experiment; ' +
        'ALTER TABLE mlflow_runs DROP COLUMN variant, DROP COLUMN experiment_id, DROP COLUMN version, DROP COLUMN prompt_id;',
    );
  }
}
