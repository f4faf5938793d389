import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import { MIGRATIONS } from '@prompt-registry/migrations';
import type { PoolConfig } from 'pg';
import type { Configuration } from '../configuration';

/** Longest wait for a free connection or for a server to accept one. */
export const CONNECT_TIMEOUT_MS = 10_000;
/** Longest a statement may run before the client gives up on the server. */
export const QUERY_TIMEOUT_MS = 30_000;

/** The same driver, entities and migrations for the embedded database and for PostgreSQL; only the pool differs. */
export function databaseOptions(configuration: Configuration, pool: PoolConfig): TypeOrmModuleOptions {
  return {
    type: 'postgres',
    ...(configuration.databaseUrl ? { url: configuration.databaseUrl } : {}),
    applicationName: 'prompt-registry',
    autoLoadEntities: true,
    migrations: MIGRATIONS,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'all',
    installExtensions: false,
    logging: false,
    extra: { connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: QUERY_TIMEOUT_MS, ...pool },
    // The database service connects, so that the server can answer from memory and files before and without it.
    manualInitialization: true,
  };
}
