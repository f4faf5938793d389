import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MlflowSync } from './mlflow-sync.entity';
import type { SyncProgress } from './sync-window';

/** Runs of several servers within this time are one run. */
const APART_MS = 30_000;
const UNFINISHED = 'The run has not come to its end';

/** How far assessments were read back; the row is also what keeps two servers from reading at once. */
@Injectable()
export class SyncProgressQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** Begins a run, which counts as failed until it is over; `null` when another server has just begun one. */
  async begin(experimentId: string, now: Date): Promise<SyncProgress | null> {
    const rows = (await this.dataSource.query(
      `WITH before AS (
         SELECT * FROM mlflow_sync WHERE mlflow_experiment_id = $1 AND last_run_at <= $3 FOR UPDATE SKIP LOCKED),
       begun AS (
         UPDATE mlflow_sync s SET last_run_at = $2, last_error = $4 FROM before
         WHERE s.mlflow_experiment_id = before.mlflow_experiment_id)
       SELECT synced_until AS "syncedUntil", last_run_at AS "lastRunAt", last_error IS NULL AS completed FROM before`,
      [experimentId, now, new Date(now.getTime() - APART_MS), UNFINISHED],
    )) as SyncProgress[];
    return rows[0] ?? null;
  }

  async end(experimentId: string, syncedUntil: Date): Promise<void> {
    await this.dataSource.manager.update(
      MlflowSync,
      { mlflowExperimentId: experimentId },
      { syncedUntil, lastError: null },
    );
  }

  async fail(experimentId: string, lastError: string): Promise<void> {
    await this.dataSource.manager.update(
      MlflowSync,
      { mlflowExperimentId: experimentId },
      { lastError: lastError.slice(0, 1_000) },
    );
  }

  /** Which of these traces (32 hex digits) are ours. */
  async ours(traceIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (traceIds.length === 0) return new Set();
    const rows = (await this.dataSource.query(
      `SELECT replace(id::text, '-', '') AS id FROM traces WHERE id = ANY($1::uuid[])`,
      [traceIds],
    )) as Array<{ id: string }>;
    return new Set(rows.map(({ id }) => id));
  }
}
