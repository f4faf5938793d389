import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OutboxEntry } from '../../database/outbox-entry.entity';
import { offsetOf, type PageQueryDto } from '../../page.dto';
import { MlflowSync } from './mlflow-sync.entity';

/** What waits to be told. */
export interface OutboxState {
  readonly depth: number;
  /** Since when the oldest of them waits. */
  readonly oldest: Date | null;
  readonly deadLetters: number;
}

/** The outbox and the sync, as people look at them. */
@Injectable()
export class MlflowStatusQuery {
  constructor(private readonly dataSource: DataSource) {}

  async outbox(): Promise<OutboxState> {
    const [row] = (await this.dataSource.query(
      `SELECT count(*) FILTER (WHERE dead_at IS NULL)::integer AS depth,
         min(created_at) FILTER (WHERE dead_at IS NULL) AS oldest,
         count(*) FILTER (WHERE dead_at IS NOT NULL)::integer AS "deadLetters"
       FROM outbox`,
    )) as OutboxState[];
    return row ?? { depth: 0, oldest: null, deadLetters: 0 };
  }

  /** The latest run of the sync; `null` before the first. */
  async sync(): Promise<MlflowSync | null> {
    const [row] = await this.dataSource.manager.find(MlflowSync, { order: { lastRunAt: 'DESC' }, take: 1 });
    return row && row.lastRunAt.getTime() > 0 ? row : null;
  }

  /** What was given up, newest first. */
  async deadLetters(query: PageQueryDto): Promise<{ items: OutboxEntry[]; total: number }> {
    const [items, total] = await this.dataSource.manager
      .createQueryBuilder(OutboxEntry, 'o')
      .where('o.dead_at IS NOT NULL')
      .orderBy('o.id', 'DESC')
      .offset(offsetOf(query))
      .limit(query.pageSize)
      .getManyAndCount();
    return { items, total };
  }
}
