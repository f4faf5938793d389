import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../database/database.service';
import { OutboxService } from '../database/outbox.service';
import { appendOutcomes, conflictingOutcomes, type NewOutcome } from './append-outcomes';
import { appendTraces, conflictingTraces, type NewTrace, type Statement } from './append-traces';
import type { Appended } from './distinct-items';

/** Stores batches: one statement each, and a second one only when some of its ids were there already. */
@Injectable()
export class RecordQuery {
  constructor(
    private readonly database: DatabaseService,
    private readonly outbox: OutboxService,
  ) {}

  /** Stores the traces that are new and the conversations they expose. One of each id, in the order of the ids. */
  traces(rows: readonly NewTrace[], receivedAt: Date): Promise<Appended<NewTrace>> {
    const statement = appendTraces(rows, receivedAt, this.outbox.isUsed());
    return this.append(rows, statement, () => conflictingTraces(rows));
  }

  /** Stores the outcomes that are new. One of each id, in the order of the ids. What came from MLflow is not told to it again. */
  outcomes(
    rows: readonly NewOutcome[],
    source: 'api' | 'mlflow',
    receivedAt: Date,
  ): Promise<Appended<NewOutcome>> {
    const statement = appendOutcomes(rows, source, receivedAt, source === 'api' && this.outbox.isUsed());
    return this.append(rows, statement, () => conflictingOutcomes(rows));
  }

  private async append<T>(
    rows: readonly T[],
    { text, parameters }: Statement,
    conflicting: () => Statement,
  ): Promise<Appended<T>> {
    const [counts] = (await this.database.query(text, parameters)) as [{ accepted: number; flagged: number }];
    if (counts.accepted === rows.length) return { ...counts, conflicts: [] };
    const check = conflicting();
    const found = (await this.database.query(check.text, check.parameters)) as Array<{ place: number }>;
    return { ...counts, conflicts: found.map(({ place }) => rows[place - 1] as T) };
  }
}
