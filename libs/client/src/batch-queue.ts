import { Backoff, type BackoffLimits } from './backoff';
import type { Clock } from './clock';
import type { RejectedItem } from './contract';
import type { Notifier } from './notifier';
import { PromptRegistryError, type ServerError } from './registry-errors';

/** How a {@link BatchQueue} works. */
export interface QueueOptions<T> {
  /** For messages: 'traces'. */
  readonly what: string;
  readonly send: (items: readonly T[], hold: boolean) => Promise<readonly RejectedItem[]>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly notifier: Notifier;
  readonly backoff: BackoffLimits;
  /** Most items waiting, those on their way included. */
  readonly capacity: number;
  /** From the first item until it is sent, in ms. */
  readonly lingerMs: number;
  /** After the key was refused, in ms. */
  readonly refusedRetryMs: number;
  /** A batch was taken after one was not: the server is back. */
  readonly onRecovered?: () => void;
}

/** Most items in one request. */
export const MAX_BATCH = 500;
/** Statuses that say: this content will never be taken. */
const UNACCEPTABLE = new Set([400, 413, 422]);

/**
 * Delivers items in batches, at least once and in order; items carry ids made by the client, so the server stores each once.
 *
 * Bounded: when it is full, the newest item is dropped and counted. A batch that is refused as a whole is halved until the item at
 * fault stands alone; that one is dropped and reported. Everything else is tried again, with the server's waits respected.
 * @example queue.add({ id: newTraceId(), … }); await queue.close(2_000);
 */
export class BatchQueue<T extends { readonly id: string }> {
  /** Items dropped, since the start: the queue was full or closed, or its end came before they were delivered. */
  dropped = 0;
  /** Items that the server did not take, since the start. */
  rejected = 0;
  private readonly items: T[] = [];
  private readonly backoff: Backoff;
  private batchSize = MAX_BATCH;
  private cancel: (() => void) | null = null;
  private sending: Promise<void> | null = null;
  private closing = false;

  constructor(private readonly options: QueueOptions<T>) {
    this.backoff = new Backoff(options.backoff, options.random);
  }

  /** How many items wait. */
  get size(): number {
    return this.items.length;
  }

  /** Takes an item; false when it was dropped. */
  add(item: T): boolean {
    const { capacity, notifier, what, lingerMs } = this.options;
    if (this.items.length >= capacity || this.closing) {
      this.dropped += 1;
      // One message for the first, then one for each thousand: an outage must not become a flood of them.
      if (this.dropped % 1_000 === 1)
        notifier.error(
          new PromptRegistryError(
            'ITEMS_DROPPED',
            `The queue of ${what} is full: ${this.dropped} dropped so far`,
          ),
        );
      return false;
    }
    this.items.push(item);
    this.schedule(lingerMs);
    return true;
  }

  /**
   * Sends what waits, for at most `deadlineMs`; answers how many items were not delivered, as far as is known: they are dropped
   * and reported. New items are not taken any more.
   */
  async close(deadlineMs: number): Promise<number> {
    this.closing = true;
    this.cancel?.();
    const { clock } = this.options;
    let cancel = (): void => undefined;
    const deadline = new Promise<'late'>(
      (resolve) => (cancel = clock.after(deadlineMs, () => resolve('late'), true)),
    );
    const end = clock.now() + deadlineMs;
    while (this.items.length > 0 && clock.now() < end) {
      const left = this.items.length;
      const size = this.batchSize;
      if ((await Promise.race([this.flush(), deadline])) === 'late') break;
      // Neither delivered nor halved: the server does not take them now.
      if (this.items.length === left && this.batchSize === size) break;
    }
    cancel();
    const left = this.items.splice(0).length;
    if (left > 0)
      this.lose(left, `${left} of the ${this.options.what} could not be delivered before the end`);
    return left;
  }

  private lose(count: number, message: string): void {
    this.dropped += count;
    this.options.notifier.error(new PromptRegistryError('ITEMS_DROPPED', message));
  }

  private schedule(delayMs: number): void {
    if (this.cancel || this.sending || this.closing) return;
    this.cancel = this.options.clock.after(delayMs, () => {
      this.cancel = null;
      void this.flush();
    });
  }

  private flush(): Promise<void> {
    this.sending ??= this.sendOne().then((waitMs) => {
      this.sending = null;
      if (this.items.length > 0) this.schedule(waitMs);
    });
    return this.sending;
  }

  /** Sends one batch; answers how long to wait before the next. Never rejects. */
  private async sendOne(): Promise<number> {
    const batch = this.items.slice(0, this.batchSize);
    try {
      const rejected = await this.options.send(batch, this.closing);
      this.items.splice(0, batch.length);
      this.batchSize = Math.min(this.batchSize * 2, MAX_BATCH);
      if (this.backoff.failing) this.options.onRecovered?.();
      this.backoff.reset();
      for (const item of rejected) this.reject(item);
      return this.items.length >= MAX_BATCH ? 0 : this.options.lingerMs;
    } catch (error) {
      return this.afterFailure(error as ServerError, batch);
    }
  }

  private afterFailure(error: ServerError, batch: readonly T[]): number {
    if (error.status !== null && UNACCEPTABLE.has(error.status)) {
      if (batch.length > 1) this.batchSize = Math.ceil(batch.length / 2);
      else
        this.reject({
          id: this.items.shift()?.id ?? '',
          code: `HTTP_${error.status}`,
          message: error.message,
        });
      return 0;
    }
    // 404: this server has no such endpoint yet; nothing to tell anybody about.
    if (error.status !== 404) this.options.notifier.error(error);
    const waitMs = this.backoff.next(error.retryAfterMs);
    return error.code === 'NOT_AUTHORISED' || error.status === 404
      ? Math.max(waitMs, this.options.refusedRetryMs)
      : waitMs;
  }

  private reject({ id, code, message }: RejectedItem): void {
    this.rejected += 1;
    this.options.notifier.error(
      new PromptRegistryError(
        'ITEM_REJECTED',
        `The registry did not take ${id} of the ${this.options.what}: ${code} ${message}`,
      ),
    );
  }
}
