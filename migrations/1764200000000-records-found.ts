import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds outcomes by their age, for retention, and traces of prompts that were not registered when they arrived by the name they gave. */
export class RecordsFound1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX outcomes_by_arrival ON outcomes (received_at)');
    await runner.query(
      'CREATE INDEX traces_unregistered ON traces (lower(prompt_name), started_at, id) WHERE prompt_id IS NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX traces_unregistered');
    await runner.query('DROP INDEX outcomes_by_arrival');
  }
}
