import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ResolveCounter, type Resolved } from '@prompt-registry/resolver';
import { CLOCK, type Clock } from '../clock';
import { DatabaseService } from '../database/database.service';
import { ResolveCountsService } from '../experiments/resolve-counts.service';
import { isOutage } from '../problems/database-errors';

const WRITE_EVERY_MS = 5_000;

/** Counts in memory how often this server answered with variants, and writes it down every now and then: no resolve waits for it. */
@Injectable()
export class ResolveCountingService implements OnApplicationShutdown {
  private readonly logger = new Logger('ResolveCounts');
  private readonly counter = new ResolveCounter(randomUUID);
  private writing: Promise<void> | null = null;

  constructor(
    private readonly counts: ResolveCountsService,
    private readonly database: DatabaseService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One answer; `null` when no experiment chose it. */
  count(experiment: Resolved['experiment']): void {
    if (experiment !== null) this.counter.count(experiment);
  }

  /** Writes down what was counted since the last time; what cannot be written now is another time. */
  @Interval(WRITE_EVERY_MS)
  write(): Promise<void> {
    this.writing ??= this.writeAll().finally(() => (this.writing = null));
    return this.writing;
  }

  /** Not before: until then requests are answered. The database closes after it. */
  async onApplicationShutdown(): Promise<void> {
    await this.writing;
    await this.write();
  }

  private async writeAll(): Promise<void> {
    if (this.database.current().status !== 'ok') return;
    try {
      for (let told = this.report(); told; told = this.report()) {
        await this.counts.keep(told);
        this.counter.acknowledge(told);
      }
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.logger.debug('The database does not answer; resolves are written down another time');
    }
  }

  private report() {
    return this.counter.report(this.clock.now().getTime());
  }
}
