import type { DataSource } from 'typeorm';

/** Any constant that no other application uses on the same database: "prompts" in ASCII, cut to 48 bits. */
const MIGRATION_LOCK = 0x70726f6d7074;
/** Longest wait for a replica that is migrating. */
const MAX_WAIT = '120s';

/**
 * Brings the schema up to date. Replicas that start together wait for each other on an advisory lock, so that each
 * migration runs once; the embedded database has one session and one owner, and needs none.
 */
export async function migrateOnce(dataSource: DataSource, owner: 'sole-owner' | 'replicas'): Promise<void> {
  if (owner === 'sole-owner') {
    await dataSource.runMigrations();
    return;
  }
  const lockSession = dataSource.createQueryRunner();
  try {
    await lockSession.query(`SET lock_timeout = '${MAX_WAIT}'`);
    await lockSession.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations();
  } finally {
    // Harmless when the lock was never taken: PostgreSQL only warns.
    await lockSession.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lockSession.query('RESET lock_timeout').catch(() => undefined);
    await lockSession.release();
  }
}
