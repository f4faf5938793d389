import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How often variants were answered, by counter. Without a foreign key, as exposures are: one would lock the experiment's row for a
 * moment, and an evaluation passes over a row that is locked. What is inserted is joined with the experiments instead.
 */
const TABLE = `
CREATE TABLE resolve_counts (
  experiment_id uuid NOT NULL,
  variant text NOT NULL,
  counter_id uuid NOT NULL,
  resolves bigint NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT resolve_counts_pk PRIMARY KEY (experiment_id, variant, counter_id)
)`;

export class ResolveCounts1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE resolve_counts');
  }
}
