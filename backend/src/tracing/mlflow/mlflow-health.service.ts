import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CLOCK, type Clock } from '../../clock';
import { DatabaseService } from '../../database/database.service';
import { DeliveryWorker, type LastFailure } from './delivery-worker';
import { MlflowError } from './mlflow-error';
import { MlflowStatusQuery } from './mlflow-status.query';
import { MlflowService } from './mlflow.service';

const LOOK_MS = 10_000;
/** Counting a long outbox takes a while: at most one part in so many of the time goes into it. */
const LOOK_SHARE = 50;
/** How often MLflow is asked for its version, so that an outage shows with nothing to deliver as well. */
const ASK_MS = 30_000;

/** How deliveries to MLflow go, as far as this server knows. */
export interface MlflowHealth {
  /** `down`: MLflow does not answer, or takes nothing. */
  readonly state: 'off' | 'ok' | 'down';
  readonly depth: number;
  /** Since when the oldest entry waits. */
  readonly oldest: Date | null;
  /** What kind of failure was the latest; its message is for those who may read. */
  readonly problem: LastFailure['kind'] | null;
}

/** Keeps the state of deliveries in memory, for probes that must neither wait nor ask anybody. */
@Injectable()
export class MlflowHealthService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private counted: Pick<MlflowHealth, 'depth' | 'oldest'> = { depth: 0, oldest: null };
  private version: string | null = null;
  private problem: LastFailure | null = null;
  private askedAt = 0;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly mlflow: MlflowService,
    private readonly worker: DeliveryWorker,
    private readonly status: MlflowStatusQuery,
    private readonly database: DatabaseService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.mlflow.isOn()) return;
    void this.database.whenReady.then(() => this.lookNow());
  }

  beforeApplicationShutdown(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  current(): MlflowHealth {
    if (!this.mlflow.isOn()) return { state: 'off', depth: 0, oldest: null, problem: null };
    const down = this.problem !== null || this.worker.breakerState() !== 'closed';
    return { state: down ? 'down' : 'ok', ...this.counted, problem: this.lastFailure()?.kind ?? null };
  }

  /** The latest failure, of a delivery or of asking for the version; `null` when all is well. */
  lastFailure(): LastFailure | null {
    return this.worker.lastFailure() ?? this.problem;
  }

  /** MLflow's, when it was asked last. */
  serverVersion(): string | null {
    return this.version;
  }

  /** Resolves when the look that is under way, if there is one, is over. */
  idle(): Promise<void> {
    return this.looking;
  }

  /** Looks now, at both. */
  async look(): Promise<void> {
    // An outage of the database is reported by those who watch it; the numbers stay what they were.
    await this.count().catch(() => undefined);
    const now = this.clock.now();
    if (now.getTime() - this.askedAt < ASK_MS) return;
    this.askedAt = now.getTime();
    try {
      this.version = await this.mlflow.client.serverVersion();
    } catch (error) {
      const kind = error instanceof MlflowError ? error.kind : 'internal';
      this.problem = { at: now, kind, message: (error as Error).message };
      return;
    }
    const wasAway = this.problem !== null;
    this.problem = null;
    // Otherwise the last ones to have failed would go on waiting for up to ten minutes.
    if (wasAway) await this.worker.hurry().catch(() => undefined); // an outage of the database, as above
  }

  private lookNow(): void {
    this.looking = this.lookAgain();
  }

  private async lookAgain(): Promise<void> {
    const startedAt = performance.now();
    await this.look();
    const wait = Math.max(LOOK_MS, (performance.now() - startedAt) * LOOK_SHARE);
    if (!this.stopped) this.timer = setTimeout(() => this.lookNow(), wait).unref();
  }

  private async count(): Promise<void> {
    const { depth, oldest } = await this.status.outbox();
    this.counted = { depth, oldest };
  }
}
