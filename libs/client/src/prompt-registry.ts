import { resolve } from '@prompt-registry/resolver';
import { ConversationHandle } from './conversation-handle';
import { ExplicitVersions } from './explicit-versions';
import { Fallback } from './fallback';
import type { LoadedPrompt } from './loaded-prompt';
import { Notifier } from './notifier';
import { Online } from './online';
import { PromptFiles } from './prompt-files';
import { PromptLoader, type LoadOptions } from './prompt-loader';
import { Recorder, type Outcome } from './recorder';
import { ServerError, UnknownVersionError, type PromptRegistryError } from './registry-errors';
import { readOptions, type RegistryOptions, type Settings } from './registry-options';
import { SnapshotStore, type SnapshotOrigin } from './snapshot-store';
import { startUp } from './start-up';
import type { Trace, TraceStart } from './trace';
import { within } from './within';

/** A version by its prompt and number. @example { name: 'greeting', version: 3 } */
export interface VersionName {
  readonly name: string;
  readonly version: number;
}

/** What a registry serves from at this moment, for health checks. */
export interface RegistryStatus {
  readonly source: SnapshotOrigin;
  readonly revision: number;
  readonly stale: boolean;
  /** Epoch ms; absent unless `stale`. */
  readonly staleSince?: number;
  /** Traces and outcomes that wait to be sent. */
  readonly queued: number;
  /** Those dropped because too many waited, or because they could not be delivered before the end. */
  readonly dropped: number;
  /** Those that the registry did not take. */
  readonly rejected: number;
}

/** Handles kept for conversations that come back; the one used longest ago goes first. */
const MOST_CONVERSATIONS = 10_000;

/**
 * An agent's prompts: in memory after `start`, kept in step with the server in the background, and there when the server is not.
 *
 * @example
 * const registry = new PromptRegistry({ url, apiKey, promptsDir: 'prompts', snapshotFile: '/var/lib/agent/prompts.snapshot' });
 * await registry.start();
 * const { text, traceId } = registry.loadPrompt('greeting', { conversationId, variables: { city: 'Oslo' } });
 */
export class PromptRegistry {
  private readonly settings: Settings;
  private readonly store = new SnapshotStore();
  private readonly online: Online | null;
  private readonly files: PromptFiles | null;
  private readonly explicit: ExplicitVersions;
  private readonly notifier: Notifier;
  private readonly recorder: Recorder;
  private readonly loader: PromptLoader;
  private readonly conversations = new Map<string, ConversationHandle>();
  /** Without a server the files are what there is, and always behind. */
  private readonly currency: { readonly stale: boolean; readonly lastCurrentAt: number };
  private starting: Promise<void> | null = null;
  private closing: Promise<void> | null = null;

  /** @throws PromptRegistryError CONFIGURATION. */
  constructor(options: RegistryOptions) {
    const settings = readOptions(options);
    const { clock, promptsDir, server, names, getActiveSpan, onError, onChange } = settings;
    this.settings = settings;
    this.notifier = new Notifier({ onError, onChange });
    this.online = server && new Online(settings, server, this.store, this.notifier);
    this.files = promptsDir === undefined ? null : new PromptFiles(promptsDir, clock, this.notifier);
    this.explicit = new ExplicitVersions(this.online?.api ?? null);
    this.currency = this.online?.freshness ?? { stale: true, lastCurrentAt: clock.now() };
    const now = (): number => clock.now();
    const { traces = null, outcomes = null } = this.online ?? {};
    this.recorder = new Recorder(traces, outcomes, now, getActiveSpan);
    const fallback = new Fallback(this.store, this.explicit, this.files, names);
    this.loader = new PromptLoader({
      store: this.store,
      fallback,
      currency: this.currency,
      traces: this.recorder,
      resolves: this.online?.resolves ?? null,
      now,
      getActiveSpan,
    });
  }

  /**
   * Gets ready to answer; the first call begins, all await the same. Never rejects; with a snapshot file or prompt files it takes
   * at most `startDeadlineMs`, otherwise at most `firstStartTimeoutMs`.
   */
  start(): Promise<void> {
    this.starting ??= this.closing ? Promise.resolve() : startUp(this.online, this.files, this.settings);
    return this.starting;
  }

  /**
   * Finished words from memory, or the best that is left; synchronous, without network.
   * @throws MissingVariablesError, InvalidValuesError, UnknownPromptError, ArchivedPromptError, UnknownVersionError (a version
   * outside of the snapshot: `preload` it), UnknownLabelError, PromptRegistryError NOTHING_SERVED or PROMPT_UNUSABLE.
   */
  loadPrompt(name: string, options: LoadOptions = {}): LoadedPrompt {
    const { loader } = this;
    const { conversationId, conversationStartedAt, version, label, variables } = options;
    const startedAt =
      typeof conversationStartedAt === 'object' ? conversationStartedAt.getTime() : conversationStartedAt;
    const now = startedAt === undefined ? undefined : loader.now();
    const request = { name, conversationId, conversationStartedAt: startedAt, version, label, now };
    const served = loader.choose(resolve(loader.index(), request), request);
    return loader.finish(served, variables, conversationId || null);
  }

  /**
   * As `loadPrompt`, but starts the registry first, and reads an explicit version that is not in memory from the server.
   * @throws what `loadPrompt` throws; ServerError when the version cannot be read now.
   */
  async loadPromptAsync(name: string, options: LoadOptions = {}): Promise<LoadedPrompt> {
    await this.start();
    try {
      return this.loadPrompt(name, options);
    } catch (error) {
      if (!(error instanceof UnknownVersionError) || error.code !== 'VERSION_NOT_LOADED') throw error;
      await this.readVersion(error.promptName, error.version);
      return this.loadPrompt(name, options);
    }
  }

  /**
   * Reads explicit versions into memory, for `loadPrompt` to find; those that are there cost nothing. Never rejects: answers what
   * could not be read, one error for each.
   */
  async preload(versions: readonly VersionName[]): Promise<readonly PromptRegistryError[]> {
    await this.start();
    const results = await Promise.allSettled(versions.map((wanted) => this.preloadOne(wanted)));
    const failed = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as PromptRegistryError] : [],
    );
    for (const error of failed) this.notifier.error(error);
    return failed;
  }

  /**
   * The handle of a conversation, within which words do not change. The same id gives the same handle, as long as it is among the
   * 10,000 used last. `startedAt` (epoch ms or a Date): when it began, if that was in another process or earlier; default now.
   */
  conversation(
    id: string,
    { startedAt }: { readonly startedAt?: number | Date | undefined } = {},
  ): ConversationHandle {
    const known = this.conversations.get(id);
    // Taken out and put back: a Map keeps the order of insertion.
    if (known) this.conversations.delete(id);
    const begun = startedAt === undefined ? this.beginning() : Number(startedAt);
    const handle = known ?? new ConversationHandle(id, begun, this.loader);
    this.conversations.set(id, handle);
    const [oldest] = this.conversations.size > MOST_CONVERSATIONS ? this.conversations.keys() : [];
    if (oldest !== undefined) this.conversations.delete(oldest);
    return handle;
  }

  /** Begins the record of one use of a prompt; the same as `prompt.trace(start)`. */
  trace(prompt: LoadedPrompt, start?: TraceStart): Trace {
    return this.recorder.begin(prompt, start);
  }

  /** Sends a metric's value soon; answers its id. @throws PromptRegistryError INVALID_VALUES when the value is not finite. */
  outcome(outcome: Outcome): string {
    return this.recorder.outcome(outcome);
  }

  /** What is served from, and how current it is. */
  status(): RegistryStatus {
    const { stale, lastCurrentAt } = this.currency;
    const { traces, outcomes } = this.online ?? {};
    return {
      source: this.store.origin,
      revision: this.store.index.revision,
      stale,
      ...(stale ? { staleSince: lastCurrentAt } : {}),
      queued: (traces?.size ?? 0) + (outcomes?.size ?? 0),
      dropped: (traces?.dropped ?? 0) + (outcomes?.dropped ?? 0),
      rejected: (traces?.rejected ?? 0) + (outcomes?.rejected ?? 0),
    };
  }

  /** Sends what waits, for at most `closeDeadlineMs`, and ends all work. Loads go on answering from memory. Never rejects. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    const { closeDeadlineMs, clock } = this.settings;
    const told = this.online ? within(this.online.stop(), closeDeadlineMs, clock) : null;
    await Promise.all([this.recorder.close(closeDeadlineMs), told]);
    if (this.online) await within(this.online.close(), closeDeadlineMs, clock);
    this.online?.api.close();
  }

  /** Now; by the server's clock at least as late as the last change held, so that a slow clock does not bring back old words. */
  private beginning(): number {
    return Math.max(this.loader.now(), this.store.newestChangeAt);
  }

  private async preloadOne({ name, version }: VersionName): Promise<void> {
    if (resolve(this.loader.index(), { name, version }).ok) return;
    await this.readVersion(name, version);
  }

  private async readVersion(name: string, version: number): Promise<void> {
    try {
      await this.explicit.load(name, version);
    } catch (error) {
      if (error instanceof ServerError && error.status === 404)
        throw new UnknownVersionError(name, version, 'UNKNOWN_VERSION');
      throw error;
    }
  }
}
