import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DataSource, type EntityManager } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { DatabaseService } from '../database/database.service';
import { errorCode, isOutage } from '../problems/database-errors';
import { ADD_OUTCOMES, ADD_TRACES } from './roll-up';

/** Every minute, apart from what else happens then. */
const SCHEDULE = '25 * * * * *';
/** What arrived later than that may still be being written, under the time at which it arrived. */
const LAG_MS = 120_000;
/** A transaction adds what arrived in so much time: adapted so that nobody waits long. */
const FIRST_STEP_MS = 600_000;
const LEAST_STEP_MS = 1_000;
/** However little arrived: after a quiet month comes a busy one. */
const MOST_STEP_MS = 3_600_000;
const LONG_MS = 400;
const LOCK_NOT_AVAILABLE = '55P03';

const FIRST_ARRIVAL = `
SELECT least((SELECT min(received_at) FROM traces), (SELECT min(received_at) FROM outcomes)) AS at`;

/** Adds what has arrived to the sums by the hour: each trace and outcome once, whenever it arrives and whatever is removed later. */
@Injectable()
export class RollUpService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Roll-ups');
  private running: Promise<void> | null = null;
  private stopped = false;
  private stepMs = FIRST_STEP_MS;

  constructor(
    private readonly dataSource: DataSource,
    private readonly database: DatabaseService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The scheduled run; a database that is away is summed up another time. */
  @Cron(SCHEDULE)
  async scheduled(): Promise<void> {
    if (this.database.current().status !== 'ok') return;
    try {
      await this.run();
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.logger.warn(`The database does not answer: ${(error as Error).message}`);
    }
  }

  /** Adds all that has arrived, but for the last two minutes; a call during a run waits for that one. */
  run(): Promise<void> {
    this.running ??= this.addAll().finally(() => (this.running = null));
    return this.running;
  }

  /** Forgets the sums and makes them again from the records that are still kept. */
  async rebuild(): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query('SELECT 1 FROM roll_up_state WHERE id = 1 FOR UPDATE');
      await manager.query('DELETE FROM trace_hours');
      await manager.query('DELETE FROM outcome_hours');
      await manager.query('UPDATE roll_up_state SET arrived_until = NULL WHERE id = 1');
    });
    await this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.running?.catch(() => undefined); // reported to whoever started it
  }

  private async addAll(): Promise<void> {
    await this.summarise();
    const limit = new Date(this.clock.now().getTime() - LAG_MS);
    let more = true;
    while (more && !this.stopped) {
      const startedAt = performance.now();
      // One that fails may have been too long for the database's patience; the next run takes less.
      let tookMs = Infinity;
      try {
        more = await this.dataSource.transaction((manager) => addStep(manager, limit, this.stepMs));
        tookMs = performance.now() - startedAt;
      } finally {
        const next = tookMs > LONG_MS ? this.stepMs / 2 : this.stepMs * 2;
        this.stepMs = Math.min(MOST_STEP_MS, Math.max(LEAST_STEP_MS, next));
      }
    }
    this.stepMs = Math.min(this.stepMs, FIRST_STEP_MS);
  }

  /** So that the index by arrival leads to what is new, and not past everything that nobody has summarised yet. */
  private async summarise(): Promise<void> {
    try {
      await this.dataSource.transaction(async (manager) => {
        // Who waits for this lock makes an autovacuum of the table give up, every minute again. A vacuum summarises as well.
        await manager.query('LOCK TABLE traces IN SHARE UPDATE EXCLUSIVE MODE NOWAIT');
        await manager.query(`SELECT brin_summarize_new_values('traces_by_arrival')`);
      });
    } catch (error) {
      if (errorCode(error) !== LOCK_NOT_AVAILABLE) throw error;
    }
  }
}

/** Adds what arrived in the next `stepMs`, at most until `limit`; false when nothing is left, or another server is at it. */
async function addStep(manager: EntityManager, limit: Date, stepMs: number): Promise<boolean> {
  const [state] = (await manager.query(
    'SELECT arrived_until AS "arrivedUntil" FROM roll_up_state WHERE id = 1 FOR UPDATE SKIP LOCKED',
  )) as Array<{ arrivedUntil: Date | null }>;
  if (!state) return false;
  const after = state.arrivedUntil ?? (await beforeTheFirst(manager));
  if (!after || after >= limit) return false;
  const until = new Date(Math.min(after.getTime() + stepMs, limit.getTime()));
  // What a step adds is found by its arrival, however little the planner knows of the table.
  await manager.query('SET LOCAL enable_seqscan = off');
  await manager.query(ADD_TRACES, [after, until]);
  await manager.query(ADD_OUTCOMES, [after, until]);
  await manager.query('UPDATE roll_up_state SET arrived_until = $1 WHERE id = 1', [until]);
  return until < limit;
}

async function beforeTheFirst(manager: EntityManager): Promise<Date | null> {
  const [first] = (await manager.query(FIRST_ARRIVAL)) as Array<{ at: Date | null }>;
  return first?.at ? new Date(first.at.getTime() - 1) : null;
}
