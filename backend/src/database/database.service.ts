import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIGURATION, type Configuration } from '../configuration';
import { DatabaseRefusedError, isOutage } from '../problems/database-errors';
import { databaseOptions } from './database-options';
import { EmbeddedDatabase } from './embedded-database';
import { migrateOnce } from './migrate-once';

/** Pause between attempts to reach a database that does not answer. */
const RECONNECT_MS = 1_000;

export interface DatabaseState {
  readonly engine: 'embedded' | 'postgresql';
  readonly status: 'starting' | 'ok' | 'unreachable';
  /** When the status last changed. */
  readonly since: Date;
  readonly lastError: string | null;
}

/**
 * Opens the database (in a data directory that this process has claimed), migrates it, and knows whether it answers. The server can run before and without it: whoever
 * needs the database waits for {@link whenReady} or is told DATABASE_UNAVAILABLE.
 */
@Injectable()
export class DatabaseService implements OnApplicationShutdown {
  private readonly logger = new Logger('Database');
  private embedded: EmbeddedDatabase | null = null;
  private reconnect: NodeJS.Timeout | null = null;
  private stopped = false;
  private ready = false;
  private state: DatabaseState;
  private markReady: () => void = () => undefined;
  /** Resolves when the schema is current and queries may run, for the first time. */
  readonly whenReady = new Promise<void>((resolve) => (this.markReady = resolve));

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {
    this.state = {
      engine: configuration.databaseUrl ? 'postgresql' : 'embedded',
      status: 'starting',
      since: new Date(),
      lastError: null,
    };
  }

  /** False until the schema is current for the first time: nothing can be read or written yet. */
  isReady(): boolean {
    return this.ready;
  }

  current(): DatabaseState {
    return this.state;
  }

  /** One statement outside any transaction, such as for diagnosis. */
  query(text: string, parameters?: unknown[]): Promise<unknown[]> {
    return this.dataSource.query(text, parameters);
  }

  /** Tells what a query just taught about the database: it answered, or this error says that it does not. */
  observe(error: Error | null): void {
    if (this.stopped || (error && this.state.status === 'starting')) return;
    const status = error ? 'unreachable' : 'ok';
    if (this.state.status === status) return;
    if (error) this.logger.warn(`The database does not answer: ${error.message}`);
    else this.logger.log('The database answers again');
    this.state = { ...this.state, status, since: new Date(), lastError: error?.message ?? null };
  }

  /**
   * Opens and migrates. The embedded database must open; a PostgreSQL that cannot be reached is tried again in the
   * background while the server answers from the last good snapshot and the prompt files.
   * @throws DatabaseRefusedError when the database answers and says no (password, missing database).
   */
  async connect(): Promise<void> {
    if (this.configuration.databaseUrl) return this.connectToPostgres();
    this.embedded = await EmbeddedDatabase.open(join(this.configuration.dataDir, 'pgdata'), (error) =>
      this.observe(error),
    );
    await this.initialise();
  }

  private async connectToPostgres(): Promise<void> {
    try {
      await this.initialise();
    } catch (error) {
      if (!isOutage(error)) throw new DatabaseRefusedError(error);
      if (this.state.status === 'starting') {
        this.state = {
          ...this.state,
          status: 'unreachable',
          since: new Date(),
          lastError: (error as Error).message,
        };
        this.logger.warn(
          `PostgreSQL cannot be reached (${(error as Error).message}); trying again every second`,
        );
      }
      this.reconnect = setTimeout(() => void this.retry(), RECONNECT_MS);
    }
  }

  private async retry(): Promise<void> {
    if (this.stopped) return;
    try {
      await this.connectToPostgres();
    } catch (error) {
      // Reachable now, but it refuses: a person must act, and resolves keep being answered meanwhile.
      this.logger.error((error as Error).message);
    }
  }

  private async initialise(): Promise<void> {
    const pool = this.embedded?.poolConfig() ?? { max: this.configuration.databasePoolSize };
    if (!this.dataSource.isInitialized) {
      this.dataSource.setOptions({ extra: databaseOptions(this.configuration, pool).extra });
      await this.dataSource.initialize();
    }
    await migrateOnce(this.dataSource, this.embedded ? 'sole-owner' : 'replicas');
    this.state = { ...this.state, status: 'ok', since: new Date(), lastError: null };
    this.ready = true;
    this.markReady();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.reconnect) clearTimeout(this.reconnect);
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.embedded?.close();
  }
}
