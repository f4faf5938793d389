import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DataSource, type EntityManager } from 'typeorm';
import { DatabaseService } from '../database/database.service';
import { isOutage } from '../problems/database-errors';
import { BY_INDEX, MAKE_HOURS, NEXT_HOURS } from './metric-hours';
import { NEXT_ARRIVALS, SUM_UP } from './roll-up';

/** Every minute, apart from what else happens then. */
const SCHEDULE = '25 * * * * *';
/** Only every so many runs the hours are made again: the one that is under way would be rewritten each minute. */
const RUNS_BETWEEN_HOURS = 10;
/** Longer than that nobody should wait for a transaction. */
const LONG_MS = 400;

/** Work that is done in parts. */
interface Work {
  /** One transaction's part; false when nothing is left, or another server is at it. */
  readonly step: (manager: EntityManager, size: number) => Promise<boolean>;
  readonly most: number;
  /** Of the next part: as large as it can be without keeping others waiting. */
  size: number;
}

/** Brings the sums up to date: each trace and outcome once, whenever and in whatever order it arrives and whatever is removed later. */
@Injectable()
export class RollUpService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Roll-ups');
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;
  private scheduledRuns = 0;
  private stopped = false;
  private readonly sums: Work = { step: sumUp, size: 2_000, most: 20_000 };
  private readonly hours: Work = { step: makeHours, size: 4, most: 256 };

  constructor(
    private readonly dataSource: DataSource,
    private readonly database: DatabaseService,
  ) {}

  /** The scheduled run; a database that is away is summed up another time. */
  @Cron(SCHEDULE)
  async scheduled(): Promise<void> {
    if (this.waiting > 0 || this.database.current().status !== 'ok') return;
    try {
      await this.run(this.scheduledRuns++ % RUNS_BETWEEN_HOURS === 0);
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.logger.warn(`The database does not answer: ${(error as Error).message}`);
    }
  }

  /** Adds all that has arrived and, unless told otherwise, makes the hours again that it changed; after the runs before it. */
  run(withHours = true): Promise<void> {
    this.waiting += 1;
    this.last = this.last
      .catch(() => undefined) // reported to whoever started it
      .then(() => this.finish(withHours ? [this.sums, this.hours] : [this.sums]))
      .finally(() => (this.waiting -= 1));
    return this.last;
  }

  /** Forgets the sums and makes them again from the records that are still kept. */
  async rebuild(): Promise<void> {
    await this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      await manager.query('LOCK TABLE roll_up_state IN EXCLUSIVE MODE');
      await manager.query('SELECT sum_up_again()');
    });
    await this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.last.catch(() => undefined); // reported to whoever started it
  }

  private async finish(all: readonly Work[]): Promise<void> {
    for (const work of all) {
      let more = true;
      while (more && !this.stopped) more = await this.part(work);
    }
  }

  private async part(work: Work): Promise<boolean> {
    const startedAt = performance.now();
    // One that fails may have been too long for the database's patience; the next run takes less.
    let tookMs = Infinity;
    try {
      const more = await this.dataSource.transaction((manager) => work.step(manager, work.size));
      tookMs = performance.now() - startedAt;
      return more;
    } finally {
      const next = tookMs > LONG_MS ? work.size / 2 : work.size * 2;
      work.size = Math.min(work.most, Math.max(1, Math.floor(next)));
    }
  }
}

/** Of several servers one is at it. */
async function isAlone(manager: EntityManager): Promise<boolean> {
  return (
    ((await manager.query('SELECT FROM roll_up_state WHERE id = 1 FOR UPDATE SKIP LOCKED')) as unknown[])
      .length > 0
  );
}

/** Moves what so many records say from the arrivals into the sums. */
async function sumUp(manager: EntityManager, size: number): Promise<boolean> {
  if (!(await isAlone(manager))) return false;
  const [next] = (await manager.query(NEXT_ARRIVALS, [size])) as Array<{ ids: string[] | null }>;
  if (!next?.ids) return false;
  for (const statement of SUM_UP) await manager.query(statement, [next.ids]);
  return true;
}

/** Makes so many hours again, of all their records. */
async function makeHours(manager: EntityManager, size: number): Promise<boolean> {
  if (!(await isAlone(manager))) return false;
  const [next] = (await manager.query(NEXT_HOURS, [size])) as Array<{
    prompts: string[] | null;
    hours: Date[];
  }>;
  if (!next?.prompts) return false;
  await manager.query(BY_INDEX);
  for (const statement of MAKE_HOURS) await manager.query(statement, [next.prompts, next.hours]);
  return true;
}
