import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { TraceRow } from '../trace.entity';
import type { MlflowPromptVersion } from './mlflow-records';

/**
 * Where a trace's prompt version is in MLflow. `absent`: the registry does not know the version, or gave up on mirroring it.
 * `expected`: it is on its way. `forgotten`: nobody has been told to mirror it.
 */
export type Mirrored = MlflowPromptVersion | 'absent' | 'expected' | 'forgotten';

interface VersionRow {
  readonly name: string | null;
  readonly version: string | null;
  readonly waiting: boolean;
  readonly dead: boolean;
}

/** What delivering a trace needs to know. */
@Injectable()
export class TraceDeliveryQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** The trace with this id in 32 hex digits; `null` once it was removed. */
  trace(traceId: string): Promise<TraceRow | null> {
    return this.dataSource.manager.findOneBy(TraceRow, { id: traceId });
  }

  /** @param version of the trace; a version that was never published is `absent`. */
  async mirrored(promptId: string, version: number): Promise<Mirrored> {
    const [row] = (await this.dataSource.query(
      `SELECT m.mlflow_name AS name, m.mlflow_version AS version,
         coalesce(bool_or(o.dead_at IS NULL) FILTER (WHERE o.id IS NOT NULL), false) AS waiting,
         coalesce(bool_or(o.dead_at IS NOT NULL) FILTER (WHERE o.id IS NOT NULL), false) AS dead
       FROM prompt_versions v
       LEFT JOIN mlflow_versions m ON m.prompt_id = v.prompt_id AND m.version = v.version
       LEFT JOIN outbox o ON m.prompt_id IS NULL AND o.topic = 'version' AND o.key = $3 AND o.reference = $4
       WHERE v.prompt_id = $1 AND v.version = $2
       GROUP BY m.mlflow_name, m.mlflow_version`,
      [promptId, version, `prompt:${promptId}`, `${promptId}:${version}`],
    )) as VersionRow[];
    if (!row) return 'absent';
    if (row.name !== null) return { name: row.name, version: Number(row.version) };
    if (row.waiting) return 'expected';
    return row.dead ? 'absent' : 'forgotten';
  }
}
