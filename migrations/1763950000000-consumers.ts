import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = `
CREATE TABLE consumers (
  service text NOT NULL,
  instance_id text NOT NULL,
  sdk_version text NOT NULL,
  revision bigint NOT NULL,
  stale boolean NOT NULL,
  source text NOT NULL,
  since timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  reported_by text NOT NULL,
  CONSTRAINT consumers_pk PRIMARY KEY (service, instance_id),
  CONSTRAINT consumer_source_known CHECK (source IN ('memory', 'snapshot_file', 'prompt_files'))
)`;

export class Consumers1763950000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE consumers');
  }
}
