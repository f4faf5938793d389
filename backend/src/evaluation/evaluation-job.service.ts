import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { CONFIGURATION, type Configuration } from '../configuration';
import { DatabaseService } from '../database/database.service';
import { RevisionService } from '../database/revision.service';
import { isOutage } from '../problems/database-errors';
import { EvaluationRunService, type EvaluationRun } from './evaluation-run.service';
import { SCHEDULE_ZONE } from './scheduled-slot';

const JOB = 'evaluation';
/** A demonstration's moments of the schedule are seconds apart. */
const OF_A_DEMO = '* * * * * *';
/** A run under way at shutdown is waited for so long; it stops before its next transaction. */
const SHUTDOWN_WAIT_MS = 4_000;

/** Runs the evaluation on its schedule, and once at the start for what was missed. Never twice at a time. */
@Injectable()
export class EvaluationJobService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Evaluation');
  private readonly stopping = new AbortController();
  private starting: Promise<void> = Promise.resolve();
  private running: Promise<void> | null = null;

  constructor(
    private readonly runs: EvaluationRunService,
    private readonly scheduler: SchedulerRegistry,
    private readonly database: DatabaseService,
    private readonly revisions: RevisionService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  onApplicationBootstrap(): void {
    void this.database.whenReady.then(() => {
      this.starting = this.start();
    });
  }

  /** The latest run of this server; `null` before the first. */
  last(): EvaluationRun | null {
    return this.runs.last();
  }

  /** Resolves when nothing is under way: once the database was reached, not before the run for what was missed. */
  async idle(): Promise<void> {
    await this.starting;
    await this.running;
  }

  private async start(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    // Reads the database's time: a server whose clock is ahead must not settle what is not due.
    await this.revisions.announce().catch((error: unknown) => this.logger.error(error));
    if (this.stopping.signal.aborted) return;
    const job = CronJob.from({
      // Whenever it runs, a run stands for the schedule's latest moment, and no moment has two.
      cronTime: this.configuration.demoClock ? OF_A_DEMO : this.runs.schedule,
      timeZone: SCHEDULE_ZONE,
      onTick: () => this.tick(),
    });
    this.scheduler.addCronJob(JOB, job);
    job.start();
    this.tick();
  }

  private tick(): void {
    if (this.running) {
      this.logger.warn('The run before has not ended; this one is left out');
      return;
    }
    this.running = this.runs
      .run(this.stopping.signal)
      .then(() => undefined)
      .catch((error: unknown) => {
        if (isOutage(error))
          this.logger.warn(`Not evaluated: the database does not answer (${(error as Error).message})`);
        else this.logger.error(error);
      })
      .finally(() => (this.running = null));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    if (this.scheduler.doesExist('cron', JOB)) this.scheduler.deleteCronJob(JOB);
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, SHUTDOWN_WAIT_MS)));
    await Promise.race([this.idle(), limit]);
    clearTimeout(timer);
  }
}
