import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { Parser } from 'pg-protocol/dist/parser';
import type { BackendMessage } from 'pg-protocol/dist/messages';
import type { ClientBase, PoolConfig } from 'pg';

interface Answer {
  id?: number;
  ready?: boolean;
  bytes?: Uint8Array;
  error?: string;
}

interface Waiting {
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
}

/** Frontend messages that PostgreSQL answers only at the next Sync, Flush or Query: Parse, Bind, Describe, Execute, Close. */
const DEFERRED = new Set([...'PBDEC'].map((letter) => letter.charCodeAt(0)));

/**
 * PostgreSQL as a library (PGlite) in a worker thread, behind the ordinary `pg` driver.
 * It has ONE session: the pool must have one client, and it must be the only process on its directory (see `data-directory-lock.ts`).
 */
export class EmbeddedDatabase {
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;
  private closing = false;

  private constructor(private readonly worker: Worker) {}

  /** Opens the database in `directory`, creating it when missing. `onCrash` is told when the worker dies by itself. */
  static async open(directory: string, onCrash: (error: Error) => void): Promise<EmbeddedDatabase> {
    const worker = new Worker(join(__dirname, 'embedded.worker.mjs'), { workerData: { dataDir: directory } });
    const database = new EmbeddedDatabase(worker);
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', (answer: Answer) =>
        answer.ready ? resolve() : reject(new Error(answer.error)),
      );
    });
    worker.removeAllListeners('error');
    worker.on('message', (answer: Answer) => database.receive(answer));
    const crashed = (error: Error) => {
      if (database.closing) return;
      database.rejectAll(error);
      onCrash(error);
    };
    worker.on('error', crashed);
    worker.on('exit', (code) => crashed(new Error(`The embedded database stopped (exit code ${code})`)));
    return database;
  }

  /** What `pg.Pool` needs to talk to this database. */
  poolConfig(): PoolConfig {
    const config = createPgConfig(this.asPglite());
    return {
      ...config,
      // @types/pg does not know that a client accepts a ready-made connection.
      ...({ connection: config.connection } as object),
      max: 1,
      idleTimeoutMillis: 0,
      // A client that was dropped inside a transaction leaves the one session in it.
      onConnect: async (client: ClientBase) => {
        await client.query('ROLLBACK');
        await client.query('DISCARD ALL');
      },
    } as PoolConfig;
  }

  async close(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    await this.send({ close: true }).catch(() => undefined); // already dead: nothing left to close
    await this.worker.terminate();
  }

  /** The two members of PGlite that the driver adapter uses, answered by the worker. */
  private asPglite(): PGlite {
    let deferred: Uint8Array[] = [];
    const port = {
      waitReady: Promise.resolve(),
      // Batching up to the answer point makes one query one round trip instead of five.
      execProtocolStream: async (message: Uint8Array): Promise<BackendMessage[]> => {
        deferred.push(message);
        if (DEFERRED.has(message[0] ?? 0)) return [];
        const bytes = Buffer.concat(deferred);
        deferred = [];
        return parse(await this.send({ bytes }));
      },
    };
    return port as unknown as PGlite;
  }

  private send(request: { bytes?: Uint8Array; close?: boolean }): Promise<Uint8Array> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, ...request });
    });
  }

  private receive(answer: Answer): void {
    const waiting = this.waiting.get(answer.id ?? -1);
    if (!waiting) return;
    this.waiting.delete(answer.id ?? -1);
    if (answer.error !== undefined) waiting.reject(new Error(answer.error));
    else waiting.resolve(answer.bytes ?? new Uint8Array());
  }

  private rejectAll(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

function parse(bytes: Uint8Array): BackendMessage[] {
  const messages: BackendMessage[] = [];
  new Parser().parse(Buffer.from(bytes), (message) => messages.push(message));
  return messages;
}
