import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DataSource, type EntityManager } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { CONFIGURATION, type Configuration } from '../configuration';
import { DatabaseService } from '../database/database.service';
import { isOutage } from '../problems/database-errors';
import { FROM_THE_FIRST, FROM_THE_OLDEST, removeOldOutcomes, removeOldTraces } from './remove-old-records';

const DAY_MS = 86_400_000;
/** Every night. */
const SCHEDULE = '17 3 * * *';
/** Names the job among the database's advisory locks. */
const LOCK = 7_264_001;

/** Tables that lose rows, or whose indexes are read alone. */
const TIDIED =
  'traces, outcomes, exposures, outbox, arrivals, stale_hours, use_hours, unit_hours, trace_hours, outcome_hours, evaluations';

/** What a run removed. */
export interface Removed {
  readonly traces: number;
  readonly outcomes: number;
}

/**
 * Removes old traces and outcomes, but never what a started experiment rests on nor what MLflow still has to be told. In
 * small transactions; of several servers one is at it at a time.
 */
@Injectable()
export class RetentionService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Retention');
  private running: Promise<Removed> | null = null;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly database: DatabaseService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The nightly run; a database that is away is cleaned another night. */
  @Cron(SCHEDULE)
  async nightly(): Promise<void> {
    if (this.database.current().status !== 'ok') return;
    try {
      await this.run();
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.logger.warn(
        `The database does not answer; old traces are removed another time: ${(error as Error).message}`,
      );
    }
  }

  /** Removes everything that is old enough and tells how much it was; a call during a run waits for that one. */
  run(): Promise<Removed> {
    this.running ??= this.remove().finally(() => (this.running = null));
    return this.running;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.running?.catch(() => undefined); // reported to whoever started it
  }

  private async remove(): Promise<Removed> {
    const days = this.configuration.traceRetentionDays;
    if (days === 0) return { traces: 0, outcomes: 0 };
    const before = new Date(this.clock.now().getTime() - days * DAY_MS);
    let [traces, outcomes] = [0, 0];
    let from: typeof FROM_THE_OLDEST | null = FROM_THE_OLDEST;
    while (from) {
      const position: typeof FROM_THE_OLDEST = from;
      const batch = await this.alone((manager) => removeOldTraces(manager, before, position));
      traces += batch?.traces ?? 0;
      outcomes += batch?.outcomes ?? 0;
      from = batch?.next ?? null;
    }
    let after: string | null = FROM_THE_FIRST;
    while (after) {
      const arrival: string = after;
      const batch = await this.alone((manager) => removeOldOutcomes(manager, before, arrival));
      outcomes += batch?.outcomes ?? 0;
      after = batch?.next ?? null;
    }
    this.logger.log(`Removed ${traces} traces and ${outcomes} outcomes from before ${before.toISOString()}`);
    await this.tidy();
    return { traces, outcomes };
  }

  /** One batch, unless another server is at it or this one ends: then `null`. */
  private async alone<T>(batch: (manager: EntityManager) => Promise<T>): Promise<T | null> {
    if (this.stopped) return null;
    return this.dataSource.transaction(async (manager) => {
      const [row] = (await manager.query('SELECT pg_try_advisory_xact_lock($1) AS mine', [LOCK])) as Array<{
        mine: boolean;
      }>;
      return row?.mine ? batch(manager) : null;
    });
  }

  /** PostgreSQL does this by itself; the embedded database would never use the space again, and plan without knowledge. */
  private async tidy(): Promise<void> {
    if (this.stopped || this.database.current().engine !== 'embedded') return;
    await this.database.query(`VACUUM (ANALYZE) ${TIDIED}`);
  }
}
