import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DatabaseService } from '../../database/database.service';
import type { OutboxTopic } from '../../database/outbox-entry.entity';

/** An entry of the outbox that this worker is at. */
export interface Claim {
  readonly id: string;
  readonly topic: OutboxTopic;
  readonly key: string;
  readonly reference: string;
  readonly createdAt: Date;
  /** How often it was begun, this time included. */
  readonly attempts: number;
  /**
   * The ends that this claim has had, renewals included. Whoever claims the entry afterwards has a later one: these and the
   * attempts tell whether it is still this claim's.
   */
  readonly ends: Date[];
}

export interface ClaimRequest {
  readonly now: Date;
  /** Until when nobody else takes what is claimed. */
  readonly until: Date;
  readonly limit: number;
  /** To find out whether an outage is over: what has not failed by itself comes first. */
  readonly probing: boolean;
}

/**
 * The first entry of each key that is due and that nobody is at; a trace comes before its outcomes whatever arrived first.
 * `attempts` counts here, before anything is done, so that it also counts what a crash interrupted.
 *
 * The embedded database never gathers statistics by itself, and PostgreSQL has none while an outbox fills. "Nobody of this key
 * is before it" must therefore be no NOT EXISTS, for which planners without statistics read the whole outbox for each entry,
 * but subqueries that can only be answered by key: LIMIT keeps them from becoming joins, `IS TRUE` from using the index of what
 * is due. The first one takes one row from the index, because CASE lets the planner expect many, and passes one entry of each
 * key (and its trace), so that only those read all of their key.
 */
export const CLAIM = `
WITH due AS (
  SELECT o.id FROM outbox o
  WHERE o.dead_at IS NULL AND o.due_at <= $1 AND (o.claimed_until IS NULL OR o.claimed_until <= $1) AND o.attempts <= $4
    AND CASE
      WHEN o.topic <> 'trace' AND o.id <> (
        SELECT e.id FROM outbox e WHERE e.key = o.key AND CASE WHEN e.dead_at IS NULL THEN true ELSE false END ORDER BY e.id LIMIT 1)
      THEN false
      ELSE o.id = (
        SELECT e.id FROM outbox e WHERE e.key = o.key AND (e.dead_at IS NULL) IS TRUE
        ORDER BY (e.claimed_until > $1) IS TRUE DESC, e.topic <> 'trace', e.id LIMIT 1)
    END
  ORDER BY o.due_at, o.id LIMIT $3 FOR UPDATE OF o SKIP LOCKED),
claimed AS (
  UPDATE outbox SET claimed_until = $2, attempts = outbox.attempts + 1 FROM due WHERE outbox.id = due.id
  RETURNING outbox.*)
SELECT id, topic, key, reference, created_at AS "createdAt", attempts FROM claimed ORDER BY id`;

/** On PostgreSQL: a claim that takes longer ends there as well, and not only for whoever waits for it. */
const CLAIM_TIMEOUT = "SET LOCAL statement_timeout = '10s'";

/** The claim still is whose it was. */
const IS_HELD = 'id = $1 AND attempts = $2 AND claimed_until = ANY($3::timestamptz[])';

/** What failed more often than this may have failed by itself, and tells little about MLflow. */
const FEW_ATTEMPTS = 2;
const ANY_ATTEMPTS = 2_147_483_647;

/**
 * The rows of the outbox as the worker sees them. What says how a claim ended does nothing once the claim is another's, who then
 * says it.
 */
@Injectable()
export class DeliveryQueueQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly database: DatabaseService,
  ) {}

  /** Takes entries that are due, oldest first and at most one of each key. */
  async claim({ now, until, limit, probing }: ClaimRequest): Promise<Claim[]> {
    const claim = (attempts: number) => this.claimFirst([now, until, limit, attempts]);
    const claims = probing ? await claim(FEW_ATTEMPTS) : [];
    const found = claims.length > 0 ? claims : await claim(ANY_ATTEMPTS);
    return found.map((entry) => ({ ...entry, ends: [until] }));
  }

  private async claimFirst(parameters: unknown[]): Promise<Array<Omit<Claim, 'ends'>>> {
    if (this.database.current().engine === 'embedded') return this.dataSource.query(CLAIM, parameters);
    return this.dataSource.transaction(async (manager) => {
      await manager.query(CLAIM_TIMEOUT);
      return manager.query(CLAIM, parameters);
    });
  }

  /** Keeps what takes longer than a claim lasts. */
  async renew(claims: readonly Claim[], until: Date): Promise<void> {
    const held = claims.map(({ id, attempts, ends }) => ({ id, attempts, end: [...ends] }));
    // Before it is so: what ends a claim meanwhile may meet either end.
    for (const { ends } of claims) ends.push(until);
    const ends = held.flatMap(({ id, attempts, end }) => end.map((at) => ({ id, attempts, at })));
    await this.dataSource.query(
      `UPDATE outbox SET claimed_until = $4
       FROM unnest($1::bigint[], $2::integer[], $3::timestamptz[]) AS held (id, attempts, until)
       WHERE outbox.id = held.id AND outbox.attempts = held.attempts AND outbox.claimed_until = held.until`,
      [ends.map(({ id }) => id), ends.map(({ attempts }) => attempts), ends.map(({ at }) => at), until],
    );
  }

  /** There is nothing to tell any more: it was delivered, or does not matter. */
  async remove({ id, attempts, ends }: Claim): Promise<void> {
    await this.dataSource.query(`DELETE FROM outbox WHERE ${IS_HELD}`, [id, attempts, ends]);
  }

  /** It failed and is tried again. */
  async retry({ id, attempts, ends }: Claim, dueAt: Date, error: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE outbox SET claimed_until = NULL, due_at = $4, last_error = $5 WHERE ${IS_HELD}`,
      [id, attempts, ends, dueAt, error],
    );
  }

  /** It was given back with nothing done, so that the attempt does not count. */
  async postpone({ id, attempts, ends }: Claim, dueAt: Date, reason: string | null): Promise<void> {
    await this.dataSource.query(
      `UPDATE outbox SET claimed_until = NULL, attempts = attempts - 1, due_at = $4, last_error = coalesce($5, last_error)
       WHERE ${IS_HELD}`,
      [id, attempts, ends, dueAt, reason],
    );
  }

  /** It is given up until a person wants it tried again. */
  async bury({ id, attempts, ends }: Claim, at: Date, error: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE outbox SET claimed_until = NULL, dead_at = $4, last_error = $5 WHERE ${IS_HELD}`,
      [id, attempts, ends, at, error],
    );
  }

  /** What waits behind a delivery of this key, such as outcomes for their trace, is looked at again now. */
  async hurryKey(key: string, now: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE outbox SET due_at = $2
       WHERE key = $1 AND (dead_at IS NULL) IS TRUE AND claimed_until IS NULL AND due_at > $2 AND attempts = 0`,
      [key, now],
    );
  }

  /** MLflow answers again: what waited for that waits no longer. */
  async hurry(now: Date): Promise<void> {
    await this.dataSource.query(
      'UPDATE outbox SET due_at = $1 WHERE dead_at IS NULL AND claimed_until IS NULL AND due_at > $1 AND attempts > 0',
      [now],
    );
  }

  /** Gives back what an earlier process of the only server was at when it ended. */
  async releaseAll(): Promise<void> {
    await this.dataSource.query('UPDATE outbox SET claimed_until = NULL WHERE claimed_until IS NOT NULL');
  }
}
