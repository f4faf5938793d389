import { Backoff, type BackoffLimits } from './backoff';
import { listen, type StreamListener } from './change-stream';
import type { Clock } from './clock';
import type { Freshness } from './freshness';
import type { Notifier } from './notifier';
import type { RegistryApi } from './registry-api';
import type { ServerError } from './registry-errors';
import type { SnapshotSync } from './snapshot-sync';

/** When to try what, in ms. */
export interface ConnectionTiming {
  readonly backoff: BackoffLimits;
  /** Between polls while the stream is not healthy. */
  readonly pollIntervalMs: number;
  /** Between polls while it is: in case an event was lost on the way. */
  readonly safetyPollMs: number;
  /** After the key was refused. */
  readonly refusedRetryMs: number;
  /** A stream that lived for so long starts again with the shortest wait. */
  readonly healthyAfterMs: number;
  readonly stallMs: number;
}

/** What a connection stands on. */
export interface ConnectionParts {
  readonly api: RegistryApi;
  readonly sync: SnapshotSync;
  readonly freshness: Freshness;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly random: () => number;
}

/**
 * Keeps in touch with the server: the stream, and polling behind it. Neither replaces the other for good: the stream is tried
 * again for ever, polling goes on slowly while the stream is healthy. Nothing here rejects or throws.
 *
 * @example const connection = new Connection(parts, timing, 67_108_864); await connection.start();
 */
export class Connection implements StreamListener {
  private readonly streamBackoff: Backoff;
  private readonly fetchBackoff: Backoff;
  private cancelPoll: (() => void) | null = null;
  private cancelWait: (() => void) | null = null;
  private healthySince: number | null = null;
  private closed = false;
  /** The server said when to come again, or refused the key: it is not asked sooner. */
  private toldToWait = false;

  constructor(
    private readonly parts: ConnectionParts,
    private readonly timing: ConnectionTiming,
    private readonly maxEventLength: number,
  ) {
    this.streamBackoff = new Backoff(timing.backoff, parts.random);
    this.fetchBackoff = new Backoff(timing.backoff, parts.random);
  }

  /** Fetches once, then stays in touch in the background; answers how the first attempt ended, null = well. */
  async start(): Promise<ServerError | null> {
    const problem = await this.fetch(() => this.parts.sync.fetch());
    if (!this.closed) this.waitAndFollow(problem ? this.waitMs(problem, this.streamBackoff) : 0);
    return problem;
  }

  /** No attempts any more; what is under way ends with the api's `close`. */
  close(): void {
    this.closed = true;
    this.cancelPoll?.();
    this.cancelWait?.();
  }

  /**
   * Something else was just answered after an outage: asks at once instead of when the next wait is over, so that answers do not say
   * stale longer than they are. Once for each recovery, at a moment that is jittered already: clients do not come back together.
   */
  serverIsBack(): void {
    if (this.closed || this.toldToWait || !this.parts.freshness.stale) return;
    void this.fetch(() => this.parts.sync.fetch());
  }

  hello(event: Parameters<StreamListener['hello']>[0]): void {
    this.healthySince = this.parts.clock.now();
    this.schedulePoll(this.jittered(this.timing.safetyPollMs));
    if (!this.parts.sync.hello(event)) this.refetch();
  }

  change(event: Parameters<StreamListener['change']>[0]): void {
    if (!this.parts.sync.change(event)) this.refetch();
  }

  unreadable(): void {
    this.refetch();
  }

  heard(): void {
    this.parts.freshness.heard();
  }

  private refetch(): void {
    void this.fetch(() => this.parts.sync.refetch());
  }

  private async fetch(ask: () => Promise<ServerError | null>): Promise<ServerError | null> {
    const problem = await ask();
    if (this.closed) return problem;
    this.toldToWait =
      problem !== null && (problem.retryAfterMs !== null || problem.code === 'NOT_AUTHORISED');
    if (problem) {
      this.parts.notifier.error(problem);
      this.schedulePoll(this.waitMs(problem, this.fetchBackoff));
    } else {
      this.fetchBackoff.reset();
      this.schedulePoll(
        this.jittered(this.healthySince === null ? this.timing.pollIntervalMs : this.timing.safetyPollMs),
      );
    }
    return problem;
  }

  private schedulePoll(delayMs: number): void {
    this.cancelPoll?.();
    if (this.closed) return;
    this.cancelPoll = this.parts.clock.after(delayMs, () => void this.fetch(() => this.parts.sync.fetch()));
  }

  private waitAndFollow(delayMs: number): void {
    this.cancelWait = this.parts.clock.after(delayMs, () => void this.follow());
  }

  private async follow(): Promise<void> {
    const { api, clock, notifier } = this.parts;
    const { stallMs, healthyAfterMs } = this.timing;
    const problem = await listen(api, this, { stallMs, maxEventLength: this.maxEventLength }, clock);
    if (this.closed) return;
    if (this.healthySince !== null) {
      if (clock.now() - this.healthySince >= healthyAfterMs) this.streamBackoff.reset();
      this.healthySince = null;
      this.schedulePoll(this.jittered(this.timing.pollIntervalMs));
    }
    notifier.error(problem);
    this.waitAndFollow(this.waitMs(problem, this.streamBackoff));
  }

  private waitMs({ code, retryAfterMs }: ServerError, backoff: Backoff): number {
    const asked = backoff.next(retryAfterMs);
    return code === 'NOT_AUTHORISED' ? Math.max(asked, this.jittered(this.timing.refusedRetryMs)) : asked;
  }

  /** Spread over ±20 %, so that clients started together do not stay together. */
  private jittered(ms: number): number {
    return ms * (0.8 + 0.4 * this.parts.random());
  }
}
