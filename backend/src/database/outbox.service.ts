import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CONFIGURATION, type Configuration } from '../configuration';
import { OutboxEntry, type OutboxTopic } from './outbox-entry.entity';

/** What another system is to be told. */
export interface Notice {
  readonly topic: OutboxTopic;
  /** Notices of one key are delivered in their order. */
  readonly key: string;
  /** Which row it is about. */
  readonly reference: string;
}

/** Remembers, in the transaction of a change, what has to be delivered elsewhere afterwards. */
@Injectable()
export class OutboxService {
  constructor(@Inject(CONFIGURATION) private readonly configuration: Configuration) {}

  /** Whether there is anybody to deliver to; without, nothing is remembered. */
  isUsed(): boolean {
    return this.configuration.mlflow !== null;
  }

  /** Adds notices, in their order, to be delivered from the moment `at` on. */
  async append(manager: EntityManager, at: Date, notices: readonly Notice[]): Promise<void> {
    if (!this.isUsed() || notices.length === 0) return;
    await manager.insert(
      OutboxEntry,
      notices.map((notice) => ({ ...notice, createdAt: at, dueAt: at, attempts: 0 })),
    );
  }
}
