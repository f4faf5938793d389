import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../../clock';
import { isOutage } from '../../problems/database-errors';
import { lookAgainMs, type Random } from './backoff';
import { Breaker, type BreakerState } from './breaker';
import { DeliverersService } from './deliverers.service';
import type { Delivery, Waiting } from './deliverer';
import { DeliveryQueueQuery, type Claim } from './delivery-queue.query';
import { decideFailure, isTooOld } from './delivery-verdict';
import { MlflowError, type MlflowFailure } from './mlflow-error';

/** Injection token of the {@link Random} that spreads retries. */
export const RANDOM = Symbol('random');

/** Keys that are worked on at once; more makes MLflow's database wait for itself. */
const LANES = 4;
const BATCH = 32;
const CLAIM_MS = 60_000;
const RENEW_MS = 20_000;
const LONGEST_ERROR = 1_000;

export interface LastFailure {
  readonly at: Date;
  /** `internal`: not MLflow's; a bug. */
  readonly kind: MlflowFailure | 'internal';
  readonly message: string;
}

/** Delivers what is due, and remembers how that went. */
@Injectable()
export class DeliveryWorker {
  private readonly logger = new Logger('MLflow');
  private readonly breaker = new Breaker();
  private readonly claimed = new Set<Claim>();
  private running: Promise<void> | null = null;
  private stopping = false;
  private failure: LastFailure | null = null;
  private deliveredAt: Date | null = null;
  private inVain = 0;

  constructor(
    private readonly queue: DeliveryQueueQuery,
    private readonly deliverers: DeliverersService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOM) private readonly random: Random,
  ) {}

  breakerState(): BreakerState {
    return this.breaker.state(this.clock.now());
  }

  /** The latest failure that no delivery has followed yet. */
  lastFailure(): LastFailure | null {
    return this.failure;
  }

  lastDeliveredAt(): Date | null {
    return this.deliveredAt;
  }

  /** How many entries waited for a day for what never came, and were dropped since this process started. */
  waitedInVain(): number {
    return this.inVain;
  }

  /** Takes over what an earlier process was at, of which this one knows that it is gone. */
  takeOver(): Promise<void> {
    return this.queue.releaseAll();
  }

  /**
   * Delivers until nothing is due, or MLflow does not answer; a call during a run is that run.
   * @throws Error when the database does not answer; what was claimed is free again when the claim ends.
   */
  deliverDue(): Promise<void> {
    this.running ??= this.run().finally(() => (this.running = null));
    return this.running;
  }

  /** MLflow answers, as somebody has found out: what failed waits no longer. */
  hurry(): Promise<void> {
    return this.queue.hurry(this.clock.now());
  }

  /** Begins nothing any more; resolves when what was begun is over. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running?.catch(() => undefined); // reported by whoever started the run
  }

  private async run(): Promise<void> {
    const renewal = setInterval(() => void this.renew(), RENEW_MS).unref();
    try {
      while (!this.stopping) {
        const claims = await this.claim();
        if (claims.length === 0) return;
        await this.inLanes(claims);
      }
    } finally {
      clearInterval(renewal);
      this.claimed.clear();
    }
  }

  private async claim(): Promise<Claim[]> {
    const now = this.clock.now();
    const state = this.breaker.state(now);
    if (state === 'open') return [];
    const probing = state === 'half_open';
    const until = new Date(now.getTime() + CLAIM_MS);
    const claims = await this.queue.claim({ now, until, limit: probing ? 1 : BATCH, probing });
    for (const claim of claims) this.claimed.add(claim);
    return claims;
  }

  /** All lanes end before a failure of the database is reported. */
  private async inLanes(claims: readonly Claim[]): Promise<void> {
    const waiting = [...claims];
    const lane = async () => {
      for (let claim = waiting.shift(); claim; claim = waiting.shift()) {
        await this.work(claim);
        this.claimed.delete(claim);
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
    for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
  }

  private async work(claim: Claim): Promise<void> {
    // Half open, the claim at hand is the one that finds out.
    if (this.stopping || this.breakerState() === 'open')
      return this.queue.postpone(claim, this.clock.now(), null);
    let delivery: Delivery;
    try {
      delivery = await this.deliverers.deliver(claim);
    } catch (error) {
      if (isOutage(error)) throw error;
      return this.failed(claim, error as Error);
    }
    if (delivery === 'delivered') await this.delivered();
    if (typeof delivery !== 'string') return this.wait(claim, delivery);
    await this.queue.remove(claim);
    if (delivery === 'delivered' && claim.topic === 'trace')
      await this.queue.hurryKey(claim.key, this.clock.now());
  }

  private async failed(claim: Claim, error: Error): Promise<void> {
    const now = this.clock.now();
    const { kind, dueAt, systemic } = decideFailure(error, claim, now, this.random);
    if (!(error instanceof MlflowError)) this.logger.error(error.stack);
    else if (systemic) this.unanswered(error, now);
    else await this.answered();
    const message = error.message.slice(0, LONGEST_ERROR);
    this.failure = { at: now, kind: error instanceof MlflowError ? error.kind : 'internal', message };
    if (kind === 'retry') return this.queue.retry(claim, dueAt, message);
    this.logger.warn(`Gave up telling MLflow of ${claim.topic} ${claim.reference}: ${message}`);
    await this.queue.bury(claim, now, message);
  }

  private async wait(claim: Claim, { waitsFor, mayNeverCome }: Waiting): Promise<void> {
    const now = this.clock.now();
    const reason = `Waits for ${waitsFor}`;
    if (isTooOld(claim, now)) {
      if (!mayNeverCome) return this.queue.bury(claim, now, reason);
      this.inVain += 1;
      return this.queue.remove(claim);
    }
    const waitedMs = Math.max(0, now.getTime() - claim.createdAt.getTime());
    const dueAt = new Date(now.getTime() + lookAgainMs(waitedMs, mayNeverCome));
    await this.queue.postpone(claim, dueAt, reason);
  }

  private async delivered(): Promise<void> {
    this.deliveredAt = this.clock.now();
    this.failure = null;
    await this.answered();
  }

  private async answered(): Promise<void> {
    if (!this.breaker.succeeded()) return;
    this.logger.log('MLflow answers again');
    await this.hurry();
  }

  private unanswered(error: MlflowError, now: Date): void {
    const wasClosed = this.breaker.state(now) === 'closed';
    this.breaker.failed(now);
    if (wasClosed && this.breaker.state(now) !== 'closed')
      this.logger.warn(`MLflow does not take deliveries, which wait: ${error.message}`);
  }

  private async renew(): Promise<void> {
    const until = new Date(this.clock.now().getTime() + CLAIM_MS);
    // The database is away, most likely, which the run itself finds out.
    if (this.claimed.size > 0) await this.queue.renew([...this.claimed], until).catch(() => undefined);
  }
}
