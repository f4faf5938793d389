import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { OutboxEntry } from '../../database/outbox-entry.entity';
import type { Actor } from '../../identity/principal';
import { MutationsService } from '../../identity/mutations.service';
import type { PageQueryDto } from '../../page.dto';
import { toDeadLetterDto, type DeadLetterPageDto, type RedriveDto } from './mlflow-status.dto';
import { MlflowStatusQuery } from './mlflow-status.query';

/** Deliveries that were given up, and their second chance. */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly status: MlflowStatusQuery,
    private readonly mutations: MutationsService,
  ) {}

  async list(query: PageQueryDto): Promise<DeadLetterPageDto> {
    const { items, total } = await this.status.deadLetters(query);
    return { items: items.map(toDeadLetterDto), total, page: query.page, pageSize: query.pageSize };
  }

  /**
   * Has them tried again, as if they had just begun to wait; answers how many. What was begun once is still looked for
   * before it is written, which is why the attempts do not start at none.
   */
  async redrive(actor: Actor, { ids }: RedriveDto): Promise<number> {
    return this.mutations.run(actor, async ({ manager, at, audit }) => {
      const { affected } = await manager.update(
        OutboxEntry,
        { deadAt: Not(IsNull()), ...(ids ? { id: In(ids) } : {}) },
        { deadAt: null, attempts: 1, createdAt: at, dueAt: at },
      );
      const redriven = affected ?? 0;
      if (redriven > 0)
        await audit({
          action: 'mlflow.redriven',
          subjectType: 'mlflow',
          subjectId: 'dead-letters',
          subjectName: 'Dead letters',
          after: { redriven },
        });
      return redriven;
    });
  }
}
