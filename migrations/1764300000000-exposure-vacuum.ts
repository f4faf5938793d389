import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An exposure leaves the two indexes of what is due when it is settled, and every evaluation walks past the entries it left
 * behind until they are vacuumed. By default PostgreSQL waits for a fifth of the table: the longer the history, the longer
 * the walk. A fixed number keeps the cost of an evaluation independent of history.
 */
export class ExposureVacuum1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE exposures SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50000)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE exposures RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)',
    );
  }
}
