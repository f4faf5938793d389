import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { CONFIGURATION, type Configuration } from '../../configuration';
import { DatabaseService } from '../../database/database.service';
import { isOutage } from '../../problems/database-errors';
import { MlflowError } from './mlflow-error';
import { MlflowSyncService } from './mlflow-sync.service';

const JOB = 'mlflow-sync';

/** When assessments are read back. */
@Injectable()
export class MlflowSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('MLflow');
  private running: Promise<void> | null = null;

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly jobs: SchedulerRegistry,
    private readonly database: DatabaseService,
    private readonly sync: MlflowSyncService,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.configuration.mlflow) return;
    const job = CronJob.from({
      cronTime: this.configuration.mlflowSyncCron,
      onTick: () => this.tick(),
      start: true,
    });
    this.jobs.addCronJob(JOB, job);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.jobs.doesExist('cron', JOB)) return;
    this.jobs.deleteCronJob(JOB);
    // Its calls end with MLflow's connections, which the delivery closes.
    await Promise.race([this.running, new Promise((resolve) => setTimeout(resolve, 3_000).unref())]);
  }

  /** A run that takes longer than the schedule's step is not joined by another. */
  private tick(): void {
    if (this.running || !this.database.isReady()) return;
    this.running = this.run().finally(() => (this.running = null));
  }

  private async run(): Promise<void> {
    try {
      const run = await this.sync.sync();
      if (run && run.taken + run.skipped > 0)
        this.logger.log(`Read back ${run.taken} assessments, left out ${run.skipped}`);
    } catch (error) {
      // Both are reported by those who watch them; the state of the sync says why as well.
      if (!(error instanceof MlflowError) && !isOutage(error)) this.logger.error((error as Error).stack);
    }
  }
}
