import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Client } from 'pg';
import { CONFIGURATION, type Configuration } from '../configuration';
import { CONNECT_TIMEOUT_MS } from './database-options';
import { DatabaseService } from './database.service';

/** The channel on which PostgreSQL tells every server of a commit that bumped a counter. */
export const REVISION_CHANNEL = 'registry_revision';

const PROBE = 'probe:';
const PROBE_EVERY_MS = 10_000;
const PROBE_ANSWER_MS = 5_000;
const FIRST_RECONNECT_MS = 200;
const LONGEST_RECONNECT_MS = 10_000;
/** A server that does not answer any more must not keep this one from stopping. */
const LONGEST_GOODBYE_MS = 500;

interface Connection {
  readonly client: Client;
  /** Aborted when the connection is lost. */
  readonly lost: AbortController;
}

/**
 * Hears of commits made through other servers, on a connection of its own. A notification says only "look": what is missed
 * while the connection is away is found by looking at the revision row, which is the first thing after every reconnect.
 * Whether notifications really arrive is tried out all the time, through the pool and back: a half-open connection or a
 * pooler that forgets LISTEN would otherwise look healthy.
 */
@Injectable()
export class RevisionListener {
  private readonly logger = new Logger('Listen');
  private readonly stopping = new AbortController();
  private onNotice: () => void = () => undefined;
  private connection: Connection | null = null;
  private healthy = false;
  private complained = false;
  private awaited: { readonly probe: string; readonly heard: () => void } | null = null;

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly database: DatabaseService,
  ) {}

  /** True while notifications are known to arrive. */
  isHealthy(): boolean {
    return this.healthy;
  }

  /** Listens until {@link stop}; `onNotice` must look at the revision row. The embedded database has one server only and nothing to hear. */
  start(onNotice: () => void): void {
    this.onNotice = onNotice;
    if (this.configuration.databaseUrl) void this.listen();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    const ended = this.connection?.client.end().catch(() => undefined); // the connection may be gone already
    if (ended) await Promise.race([ended, sleep(LONGEST_GOODBYE_MS, undefined, { ref: false })]);
  }

  private async listen(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted; failures += 1) {
      const connection = await this.connect();
      if (connection) {
        this.onNotice();
        while (await this.hears(connection)) {
          failures = 0;
          this.healthy = true;
          this.complained = false;
          await pause(PROBE_EVERY_MS, connection.lost.signal);
        }
        this.healthy = false;
        void connection.client.end().catch(() => undefined); // half-open: there may be nobody to say goodbye to
        // From here on the watch looks more often, beginning now.
        if (!this.stopping.signal.aborted) this.onNotice();
      }
      const longest = Math.min(LONGEST_RECONNECT_MS, FIRST_RECONNECT_MS * 2 ** failures);
      await pause(Math.random() * longest, this.stopping.signal);
    }
  }

  private async connect(): Promise<Connection | null> {
    const client = new Client({
      connectionString: this.configuration.databaseUrl as string,
      application_name: 'prompt-registry listener',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    const lost = new AbortController();
    this.connection = { client, lost };
    client.on('error', () => lost.abort()); // `end` follows or not; without a listener it would end the process
    client.on('end', () => lost.abort());
    client.on('notification', ({ payload }) => this.hear(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${REVISION_CHANNEL}`);
      return this.connection;
    } catch (error) {
      // An outage, most likely, which the watch reports; it goes on looking by itself.
      this.logger.debug(`Cannot listen: ${(error as Error).message}`);
      void client.end().catch(() => undefined);
      return null;
    }
  }

  private hear(payload: string): void {
    if (!payload.startsWith(PROBE)) this.onNotice();
    else if (this.awaited?.probe === payload) this.awaited.heard();
  }

  /** Sends itself a notification the way changes come: through the pool. */
  private async hears({ lost }: Connection): Promise<boolean> {
    if (lost.signal.aborted || this.stopping.signal.aborted) return false;
    const probe = `${PROBE}${randomUUID()}`;
    const over = new AbortController();
    let heard = false;
    this.awaited = {
      probe,
      heard: () => {
        heard = true;
        over.abort();
      },
    };
    // A pool that cannot send is an outage, and then nothing is heard either.
    this.database.query('SELECT pg_notify($1, $2)', [REVISION_CHANNEL, probe]).catch(() => undefined);
    await pause(PROBE_ANSWER_MS, AbortSignal.any([over.signal, lost.signal, this.stopping.signal]));
    if (!heard && !lost.signal.aborted && !this.stopping.signal.aborted) this.complain();
    return heard;
  }

  private complain(): void {
    if (!this.complained)
      this.logger.warn(
        'Notifications of the database do not arrive (is there a pooler in transaction mode?); changes made through other servers are looked for every half second instead',
      );
    this.complained = true;
  }
}

/** Ends early, and without an error, when the signal is aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
