import type { ResolveCounter, ResolveCounts } from '@prompt-registry/resolver';
import type { Clock } from './clock';
import type { ConsumerReport } from './contract';
import type { RegistryApi } from './registry-api';
import type { ServerError } from './registry-errors';

/** What changes in a report. */
export type ConsumerState = Pick<ConsumerReport, 'revision' | 'stale' | 'source'>;

/** At least between two reports, in ms. */
const LEAST_PAUSE_MS = 1_000;

/** What reports are made of. */
export interface ReportParts {
  readonly api: Pick<RegistryApi, 'report'>;
  readonly identity: Pick<ConsumerReport, 'service' | 'instanceId' | 'sdkVersion'>;
  readonly state: () => ConsumerState;
  readonly resolves: Pick<ResolveCounter, 'report' | 'acknowledge'>;
  readonly clock: Clock;
  readonly random: () => number;
  /** Between reports, in ms; jittered by a fifth. */
  readonly everyMs: number;
}

/**
 * Tells the server, best effort, what this process serves and how often it answered with variants: every 30 s, when what is served
 * changes, and at the end. Failures are of no consequence and are not reported: whoever cannot be reached sees no report, and
 * what was counted is told again.
 *
 * @example const reports = new ConsumerReports({ api, identity, state, resolves, clock, random, everyMs: 30_000 }); reports.changed();
 */
export class ConsumerReports {
  private cancel: (() => void) | null = null;
  private dueAt = Infinity;
  private sentAt = -Infinity;
  private sending = false;
  private last: ConsumerState | null = null;
  private since = '';
  private closed = false;

  constructor(private readonly parts: ReportParts) {}

  /** Something may have changed: reports soon. */
  changed(): void {
    // Spread out: thousands of clients see the same change in the same moment.
    const { clock, random } = this.parts;
    this.schedule(Math.max(this.sentAt + LEAST_PAUSE_MS - clock.now(), 0) + random() * LEAST_PAUSE_MS);
  }

  /** Ends it: tells what was counted since the last report, if anything was. Never rejects. */
  async close(): Promise<void> {
    this.closed = true;
    this.cancel?.();
    const { clock, resolves } = this.parts;
    // More than one report has room for, or none; an attempt that fails is the last.
    for (let counts = resolves.report(clock.now()); counts; counts = resolves.report(clock.now()))
      if (!(await this.tell(counts, true))) return;
  }

  private schedule(delayMs: number): void {
    const { clock } = this.parts;
    const dueAt = clock.now() + delayMs;
    if (this.closed || dueAt >= this.dueAt) return;
    this.cancel?.();
    this.dueAt = dueAt;
    this.cancel = clock.after(delayMs, () => void this.send());
  }

  private async send(): Promise<void> {
    this.dueAt = Infinity;
    this.cancel = null;
    const { clock, everyMs, random, resolves } = this.parts;
    if (!this.sending) {
      this.sending = true;
      this.sentAt = clock.now();
      await this.tell(resolves.report(this.sentAt), false);
      this.sending = false;
    }
    this.schedule(everyMs * (0.8 + 0.4 * random()));
  }

  /** Answers whether it has arrived. */
  private async tell(counts: ResolveCounts | null, hold: boolean): Promise<boolean> {
    const { api, identity, resolves } = this.parts;
    const report = { ...identity, ...this.stateSince() };
    try {
      await api.report(counts === null ? report : { ...report, resolves: counts }, hold);
    } catch (error) {
      // A server of an earlier release, which takes reports without counts.
      if (counts !== null && (error as ServerError).status === 422) await this.tell(null, hold);
      return false; // best effort, see above
    }
    if (counts !== null) resolves.acknowledge(counts);
    return true;
  }

  private stateSince(): ConsumerState & { readonly since: string } {
    const state = this.parts.state();
    const same =
      this.last?.revision === state.revision &&
      this.last.stale === state.stale &&
      this.last.source === state.source;
    if (!same) this.since = new Date(this.parts.clock.now()).toISOString();
    this.last = state;
    return { ...state, since: this.since };
  }
}
