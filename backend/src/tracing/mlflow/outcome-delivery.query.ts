import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** An outcome with the trace that shows it. */
export interface OutcomeToDeliver {
  readonly id: string;
  readonly metric: string;
  readonly kind: 'binary' | 'bounded' | 'continuous' | null;
  readonly value: number;
  readonly occurredAt: Date;
  readonly source: 'api' | 'mlflow';
  readonly conversationId: string | null;
  /** `null` while it has not arrived. 32 hex digits. */
  readonly traceId: string | null;
  /** The trace still has to be told, or was given up and may be tried again. */
  readonly traceWaits: boolean;
  /** MLflow has the trace. */
  readonly traceTold: boolean;
  readonly promptId: string | null;
  readonly promptVersion: number | null;
  readonly agent: string | null;
}

const OUTCOME = `
SELECT o.id, o.metric, m.kind, o.value, o.occurred_at AS "occurredAt", o.source, o.conversation_id AS "conversationId",
  replace(t.id::text, '-', '') AS "traceId", t.prompt_id AS "promptId", t.prompt_version AS "promptVersion", t.agent,
  EXISTS (SELECT 1 FROM outbox b WHERE b.key = replace(t.id::text, '-', '') AND b.topic = 'trace') AS "traceWaits",
  EXISTS (SELECT 1 FROM mlflow_traces told WHERE told.trace_id = t.id) AS "traceTold"
FROM outcomes o
LEFT JOIN metrics m ON m.name = o.metric
LEFT JOIN exposures x ON x.experiment_id = o.experiment_id AND x.conversation_id = o.conversation_id
LEFT JOIN traces t ON t.id = coalesce(o.trace_id, x.trace_id)
WHERE o.id = $1`;

/** What delivering an outcome needs to know. */
@Injectable()
export class OutcomeDeliveryQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** `null` once it was removed. */
  async outcome(id: string): Promise<OutcomeToDeliver | null> {
    const rows = (await this.dataSource.query(OUTCOME, [id])) as OutcomeToDeliver[];
    return rows[0] ?? null;
  }
}
