import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThan, type Repository } from 'typeorm';
import { SystemClock } from '../clock';
import { DatabaseService } from '../database/database.service';
import type { Actor } from '../identity/principal';
import { isOutage } from '../problems/database-errors';
import { DomainError } from '../problems/domain-error';
import type { ConsumerListDto, ReportConsumerDto } from './consumer.dto';
import type { PageQueryDto } from '../page.dto';
import { Consumer } from './consumer.entity';
import { ResolveCountsService } from './resolve-counts.service';

/** An agent that is silent for longer is not listed; it reports every 30 seconds. */
const FORGOTTEN_AFTER_MS = 300_000;
const CLEAN_EVERY_MS = 60_000;

/** Skips what another server is about to delete as well, so that two of them never wait for each other. */
const FORGET = `
DELETE FROM consumers USING (
  SELECT service, instance_id FROM consumers WHERE last_seen_at <= $1 FOR UPDATE SKIP LOCKED
) AS silent
WHERE consumers.service = silent.service AND consumers.instance_id = silent.instance_id`;

/**
 * Which agents run, and what they serve. A report says where an agent stands and changes nothing that anyone relies on:
 * it is not audited, it is a row that is written over, and it is dropped when it cannot be written.
 */
@Injectable()
export class ConsumersService {
  private readonly logger = new Logger('Consumers');

  constructor(
    @InjectRepository(Consumer) private readonly consumers: Repository<Consumer>,
    private readonly resolves: ResolveCountsService,
    private readonly database: DatabaseService,
    private readonly clock: SystemClock,
  ) {}

  /**
   * Keeps the newest report of an instance of a service, and what it counted.
   * @throws DomainError DATABASE_UNAVAILABLE when counts cannot be kept: they are sent again.
   */
  async report({ name }: Actor, { revision, since, resolves, ...report }: ReportConsumerDto): Promise<void> {
    if (this.database.current().status !== 'ok') {
      if (resolves) throw databaseAway();
      return;
    }
    const now = this.clock.now();
    const claimed = new Date(since);
    const row: Consumer = {
      ...report,
      revision: String(revision),
      since: claimed < now ? claimed : now,
      lastSeenAt: now,
      reportedBy: name,
    };
    try {
      await this.consumers.upsert(row, ['service', 'instanceId']);
      if (resolves) await this.resolves.keep(resolves);
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.logger.debug(`A report of ${report.service} was dropped: ${(error as Error).message}`);
      if (resolves) throw databaseAway();
    }
  }

  /**
   * One page of the agents that reported lately.
   * @throws DomainError DATABASE_UNAVAILABLE before the database was reached for the first time.
   */
  async list({ page, pageSize }: PageQueryDto): Promise<ConsumerListDto> {
    if (!this.database.isReady()) throw databaseAway();
    const [found, total] = await this.consumers.findAndCount({
      where: { lastSeenAt: MoreThan(this.forgottenBefore()) },
      order: { service: 'ASC', instanceId: 'ASC' },
      skip: (page - 1) * pageSize,
      take: pageSize,
    });
    const [state] = (await this.database.query('SELECT revision FROM registry_state')) as Array<{
      revision: string;
    }>;
    const current = Number(state?.revision);
    const items = found.map(({ revision, reportedBy, ...consumer }) => ({
      ...consumer,
      revision: Number(revision),
      behind: Math.max(0, current - Number(revision)),
      keyName: reportedBy,
    }));
    return { items, total, page, pageSize };
  }

  /** Removes the rows of agents that are not listed any more. */
  @Interval(CLEAN_EVERY_MS)
  async forgetSilent(): Promise<void> {
    if (this.database.current().status !== 'ok') return;
    try {
      await this.database.query(FORGET, [this.forgottenBefore()]);
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.logger.debug('The database does not answer; silent agents are forgotten another time');
    }
  }

  private forgottenBefore(): Date {
    // Agents report every real half minute, also while hours of a demonstration pass in it.
    return new Date(this.clock.now().getTime() - FORGOTTEN_AFTER_MS * this.clock.pace());
  }
}

function databaseAway(): DomainError {
  return new DomainError('DATABASE_UNAVAILABLE', 'The database does not answer', {
    headers: { 'retry-after': '2' },
  });
}
