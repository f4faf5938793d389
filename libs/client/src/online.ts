import { randomUUID } from 'node:crypto';
import { ResolveCounter } from '@prompt-registry/resolver';
import { BatchQueue } from './batch-queue';
import { Connection } from './connection';
import { ConsumerReports } from './consumer-reports';
import type { OutcomeRecord, TraceRecord } from './contract';
import { Freshness } from './freshness';
import { HttpOrigin } from './http-origin';
import type { Notifier } from './notifier';
import { RegistryApi } from './registry-api';
import type { ServerError } from './registry-errors';
import type { Settings } from './registry-options';
import { SDK_VERSION } from './sdk-version';
import { SnapshotFile } from './snapshot-file';
import { SnapshotKeeper } from './snapshot-keeper';
import type { SnapshotStore } from './snapshot-store';
import { SnapshotSync } from './snapshot-sync';

/** After a refused key, or for an endpoint that is not there yet, in ms. */
const REFUSED_RETRY_MS = 60_000;
/** A stream that lived for so long, in ms, was healthy. */
const HEALTHY_AFTER_MS = 60_000;

/**
 * Everything of a registry that has a server: the connection, the file of the last good snapshot, the reports, the queues.
 *
 * @example const online = new Online(settings, settings.server, store, notifier); void online.start();
 */
export class Online {
  readonly api: RegistryApi;
  readonly freshness: Freshness;
  readonly traces: BatchQueue<TraceRecord>;
  readonly outcomes: BatchQueue<OutcomeRecord>;
  /** How often variants were answered. */
  readonly resolves = new ResolveCounter(randomUUID, () => this.reports.changed());
  /** Resolves when memory is in step with the server for the first time. */
  readonly inStep: Promise<void>;
  private readonly connection: Connection;
  private readonly keeper: SnapshotKeeper | null;
  private readonly reports: ConsumerReports;
  private signalInStep: () => void = () => undefined;

  constructor(
    settings: Settings,
    server: NonNullable<Settings['server']>,
    store: SnapshotStore,
    notifier: Notifier,
  ) {
    const { clock, random, names, snapshotFile, service } = settings;
    const address = server.url.href.replace(/\/+$/, '');
    this.inStep = new Promise((resolve) => (this.signalInStep = resolve));
    this.api = new RegistryApi(new HttpOrigin(server.url, server.apiKey, clock), settings, names);
    this.freshness = new Freshness(settings.staleAfterMs, clock, () => this.turned());
    this.keeper =
      snapshotFile === undefined
        ? null
        : new SnapshotKeeper(new SnapshotFile(snapshotFile, address, names), store, clock, notifier);
    const sync = new SnapshotSync(store, this.api, this.freshness, notifier, () => this.changed());
    const parts = { api: this.api, sync, freshness: this.freshness, notifier, clock, random };
    this.connection = new Connection(parts, timingOf(settings), settings.maxBodyBytes);
    const identity = { service, instanceId: randomUUID(), sdkVersion: SDK_VERSION };
    const state = () => ({
      revision: store.index.revision,
      stale: this.freshness.stale,
      source: store.origin === 'none' ? ('prompt_files' as const) : store.origin,
    });
    this.reports = new ConsumerReports({
      api: this.api,
      identity,
      state,
      resolves: this.resolves,
      clock,
      random,
      everyMs: settings.reportEveryMs,
    });
    const queue = {
      clock,
      random,
      notifier,
      backoff: timingOf(settings).backoff,
      capacity: settings.queueCapacity,
      lingerMs: settings.sendEveryMs,
      refusedRetryMs: REFUSED_RETRY_MS,
      onRecovered: () => this.connection.serverIsBack(),
    };
    this.traces = new BatchQueue({
      ...queue,
      what: 'traces',
      send: (items, hold) => this.api.send('traces', items, hold),
    });
    this.outcomes = new BatchQueue({
      ...queue,
      what: 'outcomes',
      send: (items, hold) => this.api.send('outcomes', items, hold),
    });
  }

  /** Begins to keep in touch; answers how the first attempt ended, null = well. */
  async start(): Promise<ServerError | null> {
    this.reports.changed();
    return this.connection.start();
  }

  /** Serves from the file of the last good snapshot when there is one; answers whether. */
  async loadFromDisk(): Promise<boolean> {
    const writtenAt = (await this.keeper?.load()) ?? null;
    if (writtenAt !== null) this.freshness.loaded(writtenAt);
    return writtenAt !== null;
  }

  /** Stops asking, and tells how often variants were answered; what is in the queues can still be sent. Never rejects. */
  stop(): Promise<void> {
    this.connection.close();
    return this.reports.close();
  }

  /** Writes the snapshot down and ends every request. */
  async close(): Promise<void> {
    await this.keeper?.close();
    this.freshness.close();
    this.api.close();
  }

  private turned(): void {
    if (!this.freshness.stale) this.signalInStep();
    this.reports.changed();
  }

  private changed(): void {
    this.keeper?.keep();
    this.reports.changed();
  }
}

function timingOf({ backoffBaseMs, backoffCapMs, pollIntervalMs, safetyPollMs, stallMs }: Settings) {
  return {
    backoff: { baseMs: backoffBaseMs, capMs: backoffCapMs },
    pollIntervalMs,
    safetyPollMs,
    stallMs,
    refusedRetryMs: REFUSED_RETRY_MS,
    healthyAfterMs: HEALTHY_AFTER_MS,
  };
}
