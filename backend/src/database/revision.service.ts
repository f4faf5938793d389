import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SystemClock } from '../clock';
import { isOutage } from '../problems/database-errors';
import { DatabaseService } from './database.service';
import { REVISION_CHANNEL, RevisionListener } from './revision-listener';

/** What the registry state row counts: changes to what resolves answer, and changes to API keys. */
export interface Revisions {
  readonly revision: number;
  readonly keysRevision: number;
}

type Counter = 'revision' | 'keys_revision';
type Listener = (revisions: Revisions) => Promise<void>;

/** Longest time until a change made through another replica is noticed when no notification tells of it. */
const WATCH_MS = 500;
/** The same while notifications arrive: only in case one is lost, and to notice that the database went away. */
const WATCH_BEHIND_LISTENER_MS = 2_000;
/** A probe without an answer for this long means that the database does not answer. */
const PROBE_TIMEOUT_MS = 3_000;

/**
 * Owns the revision row. `bump` is called inside the transaction of the change; its row lock makes revisions commit in
 * their order, so that "everything above the revision I know" never misses a change.
 */
@Injectable()
export class RevisionService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Revision');
  private readonly listeners: Listener[] = [];
  /** Since when the database answered when the listeners were last told; epoch ms. */
  private toldSince = 0;
  private known: Revisions = { revision: 0, keysRevision: 0 };
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private queued: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly database: DatabaseService,
    private readonly listener: RevisionListener,
    private readonly clock: SystemClock,
  ) {}

  /** Registers what must follow every change; awaited before the change is answered. */
  onChange(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Grows a counter; other servers are notified when the transaction commits, and not before. */
  async bump(manager: EntityManager, counter: Counter): Promise<number> {
    const rows = (await manager.query(
      `WITH bumped AS (UPDATE registry_state SET ${counter} = ${counter} + 1 WHERE id = 1 RETURNING ${counter} AS value)
       SELECT value, pg_notify('${REVISION_CHANNEL}', '${counter}') FROM bumped`,
    )) as Array<{ value: string }>;
    return Number(rows[0]?.value);
  }

  /** Starts to watch for changes made elsewhere, and for the database going away and coming back. */
  async watch(): Promise<void> {
    await this.announce();
    this.lookLater();
    this.listener.start(() => this.look());
  }

  private look(): void {
    this.announce()
      .catch((error: unknown) => this.logger.error(error))
      .finally(() => this.lookLater());
  }

  private lookLater(): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.stopped) return;
    const ms = this.listener.isHealthy() ? WATCH_BEHIND_LISTENER_MS : WATCH_MS;
    this.timer = setTimeout(() => this.look(), ms).unref();
  }

  /** Reads the row and lets the listeners catch up. A call during a run waits for one further run, shared by all such calls. */
  announce(): Promise<void> {
    if (!this.running) return this.start();
    this.queued ??= this.running
      .catch(() => undefined) // reported to whoever started that run
      .then(() => {
        this.queued = null;
        return this.running ?? this.start();
      });
    return this.queued;
  }

  private start(): Promise<void> {
    this.running = this.catchUp().finally(() => (this.running = null));
    return this.running;
  }

  private async catchUp(): Promise<void> {
    try {
      const found = await withTimeout(this.read(), PROBE_TIMEOUT_MS);
      this.database.observe(null);
      // After an outage it may be another database, restored from a backup, whatever its numbers say.
      const since = this.database.current().since.getTime();
      const same = found.revision === this.known.revision && found.keysRevision === this.known.keysRevision;
      if (same && since === this.toldSince) return;
      await this.tell(found);
      this.known = found;
      this.toldSince = since;
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.database.observe(error as Error);
    }
  }

  /** All are told before one may fail: trouble with the snapshot must not delay the revocation of a key. */
  private async tell(found: Revisions): Promise<void> {
    const outcomes = await Promise.allSettled(this.listeners.map((listener) => listener(found)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  private async read(): Promise<Revisions> {
    const askedMs = Date.now();
    const rows = (await this.dataSource.query(
      'SELECT revision, keys_revision, extract(epoch FROM clock_timestamp()) * 1000 AS now FROM registry_state WHERE id = 1',
    )) as Array<{ revision: string; keys_revision: string; now: string }>;
    if (rows[0]) this.clock.compare(Number(rows[0].now), askedMs, Date.now());
    return { revision: Number(rows[0]?.revision), keysRevision: Number(rows[0]?.keys_revision) };
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.listener.stop();
    await this.running?.catch(() => undefined); // reported by whoever started it
  }
}

function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error(`no answer within ${ms} ms`), { code: 'ETIMEDOUT' })),
      ms,
    );
  });
  work.catch(() => undefined); // may fail after the limit; it was reported as a timeout already
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
