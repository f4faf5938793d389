import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
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
 */
const CLAIM = `
WITH due AS (
  SELECT o.id FROM outbox o
  WHERE o.dead_at IS NULL AND o.due_at <= $1 AND (o.claimed_until IS NULL OR o.claimed_until <= $1) AND o.attempts <= $4
    AND NOT EXISTS (
      SELECT 1 FROM outbox e
      WHERE e.key = o.key AND e.dead_at IS NULL AND e.id <> o.id
        AND (e.claimed_until > $1 OR (e.topic <> 'trace', e.id) < (o.topic <> 'trace', o.id)))
  ORDER BY o.due_at, o.id LIMIT $3 FOR UPDATE OF o SKIP LOCKED),
claimed AS (
  UPDATE outbox SET claimed_until = $2, attempts = outbox.attempts + 1 FROM due WHERE outbox.id = due.id
  RETURNING outbox.*)
SELECT id, topic, key, reference, created_at AS "createdAt", attempts FROM claimed ORDER BY id`;

/** What failed more often than this may have failed by itself, and tells little about MLflow. */
const FEW_ATTEMPTS = 2;
const ANY_ATTEMPTS = 2_147_483_647;

/** The rows of the outbox as the worker sees them: every method is one short statement. */
@Injectable()
export class DeliveryQueueQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** Takes entries that are due, oldest first and at most one of each key. */
  async claim({ now, until, limit, probing }: ClaimRequest): Promise<Claim[]> {
    const claim = async (attempts: number): Promise<Claim[]> =>
      this.dataSource.query(CLAIM, [now, until, limit, attempts]);
    const claims = probing ? await claim(FEW_ATTEMPTS) : [];
    return claims.length > 0 ? claims : claim(ANY_ATTEMPTS);
  }

  /** Keeps what takes longer than a claim lasts. */
  async renew(ids: readonly string[], until: Date): Promise<void> {
    await this.dataSource.query(
      'UPDATE outbox SET claimed_until = $2 WHERE id = ANY($1::bigint[]) AND claimed_until IS NOT NULL',
      [ids, until],
    );
  }

  /** It was delivered. */
  async remove(id: string): Promise<void> {
    await this.dataSource.query('DELETE FROM outbox WHERE id = $1', [id]);
  }

  /** It failed and is tried again. */
  async retry(id: string, dueAt: Date, error: string): Promise<void> {
    await this.dataSource.query(
      'UPDATE outbox SET claimed_until = NULL, due_at = $2, last_error = $3 WHERE id = $1',
      [id, dueAt, error],
    );
  }

  /** It was given back with nothing done, so that the attempt does not count. */
  async postpone(id: string, dueAt: Date, reason: string | null): Promise<void> {
    await this.dataSource.query(
      'UPDATE outbox SET claimed_until = NULL, attempts = attempts - 1, due_at = $2, last_error = coalesce($3, last_error) WHERE id = $1',
      [id, dueAt, reason],
    );
  }

  /** It is given up until a person wants it tried again. */
  async bury(id: string, at: Date, error: string): Promise<void> {
    await this.dataSource.query(
      'UPDATE outbox SET claimed_until = NULL, dead_at = $2, last_error = $3 WHERE id = $1',
      [id, at, error],
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
