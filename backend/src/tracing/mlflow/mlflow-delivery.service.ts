import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DatabaseService } from '../../database/database.service';
import { isOutage } from '../../problems/database-errors';
import { DeliveryWorker } from './delivery-worker';
import { MirrorBacklogService } from './mirror-backlog.service';
import { MlflowService } from './mlflow.service';

/** Longest time until an entry that another process wrote is noticed. */
const LOOK_MS = 1_000;
/** What was begun may end; the rest is given back. */
const GOODBYE_MS = 2_000;
const LAST_WORDS_MS = 500;

/**
 * Tells MLflow, in the background, of what is in the outbox. Nobody ever waits for it: while MLflow is away entries wait
 * in the database.
 */
@Injectable()
export class MlflowDeliveryService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('MLflow');
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  private complained = false;

  constructor(
    private readonly mlflow: MlflowService,
    private readonly database: DatabaseService,
    private readonly worker: DeliveryWorker,
    private readonly backlog: MirrorBacklogService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.mlflow.isOn())
      void this.database.whenReady.then(() => {
        this.loop = this.run();
      });
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.mlflow.isOn()) return;
    this.stopping.abort();
    const over = Promise.all([this.worker.stop(), this.loop]);
    await Promise.race([over, sleep(GOODBYE_MS, undefined, { ref: false })]);
    // Ends the calls under way; each is recorded as a failure, and looked for when it is tried again.
    await this.mlflow.close();
    await Promise.race([over, sleep(LAST_WORDS_MS, undefined, { ref: false })]);
  }

  private async run(): Promise<void> {
    let prepared = false;
    while (!this.stopping.signal.aborted) {
      try {
        if (!prepared) await this.prepare();
        prepared = true;
        await this.worker.deliverDue();
        this.complained = false;
      } catch (error) {
        this.complain(error);
      }
      await sleep(LOOK_MS, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
    }
  }

  private async prepare(): Promise<void> {
    // The embedded database has no other server, so what is claimed was claimed by a process that is gone.
    if (this.database.current().engine === 'embedded') await this.worker.takeOver();
    const made = await this.backlog.enqueueMissing();
    if (made > 0) this.logger.log(`MLflow is to be told of ${made} versions and labels that it has not got`);
  }

  /** The database's outages are reported by those who watch it; anything else is a bug, said once until it works again. */
  private complain(error: unknown): void {
    if (!isOutage(error) && !this.complained) this.logger.error((error as Error).stack);
    this.complained = true;
  }
}
