import type { Clock } from './clock';
import type { ConsumerReport } from './contract';
import type { RegistryApi } from './registry-api';

/** What changes in a report. */
export type ConsumerState = Pick<ConsumerReport, 'revision' | 'stale' | 'source'>;

/** Between reports, and at least between two of them, in ms. */
const INTERVAL_MS = 30_000;
const LEAST_PAUSE_MS = 1_000;

/**
 * Tells the server, best effort, what this process serves: every 30 s and when it changes. Failures are of no consequence and
 * are not reported: whoever cannot be reached sees no report.
 *
 * @example const reports = new ConsumerReports(api, identity, () => state(), clock, Math.random); reports.start();
 */
export class ConsumerReports {
  private cancel: (() => void) | null = null;
  private dueAt = Infinity;
  private sentAt = -Infinity;
  private sending = false;
  private last: ConsumerState | null = null;
  private since = '';
  private closed = false;

  constructor(
    private readonly api: Pick<RegistryApi, 'report'>,
    private readonly identity: Pick<ConsumerReport, 'service' | 'instanceId' | 'sdkVersion'>,
    private readonly state: () => ConsumerState,
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  /** Something may have changed: reports soon. */
  changed(): void {
    // Spread out: thousands of clients see the same change in the same moment.
    this.schedule(
      Math.max(this.sentAt + LEAST_PAUSE_MS - this.clock.now(), 0) + this.random() * LEAST_PAUSE_MS,
    );
  }

  /** Ends it. */
  close(): void {
    this.closed = true;
    this.cancel?.();
  }

  private schedule(delayMs: number): void {
    const dueAt = this.clock.now() + delayMs;
    if (this.closed || dueAt >= this.dueAt) return;
    this.cancel?.();
    this.dueAt = dueAt;
    this.cancel = this.clock.after(delayMs, () => void this.send());
  }

  private async send(): Promise<void> {
    this.dueAt = Infinity;
    this.cancel = null;
    if (!this.sending) {
      this.sending = true;
      this.sentAt = this.clock.now();
      await this.api.report({ ...this.identity, ...this.stateSince() }).catch(() => undefined); // best effort, see above
      this.sending = false;
    }
    this.schedule(INTERVAL_MS * (0.8 + 0.4 * this.random()));
  }

  private stateSince(): ConsumerState & { readonly since: string } {
    const state = this.state();
    const same =
      this.last?.revision === state.revision &&
      this.last.stale === state.stale &&
      this.last.source === state.source;
    if (!same) this.since = new Date(this.clock.now()).toISOString();
    this.last = state;
    return { ...state, since: this.since };
  }
}
