import type { Clock } from './clock';
import type { Notifier } from './notifier';
import { type PromptRegistryError } from './registry-errors';
import type { SnapshotFile } from './snapshot-file';
import type { SnapshotStore } from './snapshot-store';

/** Shortest pause, in ms, between a change and its writing: a burst of changes is written once. */
const DEBOUNCE_MS = 500;
/** A large snapshot is written less often: at most one part in so many of the time goes into writing it. */
const WRITE_SHARE = 20;
const SLICE_MS = 2;

/**
 * Keeps the file of the last good snapshot in step with memory, in the background, one write at a time.
 *
 * @example const keeper = new SnapshotKeeper(file, store, clock, notifier); keeper.keep(); await keeper.close();
 */
export class SnapshotKeeper {
  private cancel: (() => void) | null = null;
  private writing: Promise<void> = Promise.resolve();
  private lastWriteMs = 0;
  private closed = false;

  constructor(
    private readonly file: SnapshotFile,
    private readonly store: SnapshotStore,
    private readonly clock: Clock,
    private readonly notifier: Notifier,
  ) {}

  /** Serves from the file, when there is a good one; answers since when, in epoch ms, or null. */
  async load(): Promise<number | null> {
    try {
      const kept = await this.file.read();
      if (!kept) return null;
      this.store.adopt(kept);
      setImmediate(() => this.complete()).unref();
      return kept.header.writtenAt;
    } catch (error) {
      this.notifier.error(error as PromptRegistryError);
      return null;
    }
  }

  /** Writes what is in memory soon. */
  keep(): void {
    if (this.closed) return;
    this.cancel ??= this.clock.after(
      Math.max(DEBOUNCE_MS, this.lastWriteMs * WRITE_SHARE),
      () => void this.flush(),
    );
  }

  /** Writes now what is still to be written. */
  flush(): Promise<void> {
    if (!this.cancel) return this.writing;
    this.cancel();
    this.cancel = null;
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  /** Writes what is left, and nothing afterwards. */
  close(): Promise<void> {
    this.closed = true;
    return this.flush();
  }

  private async write(): Promise<void> {
    const startedAt = performance.now();
    const { index, createdAt, newestChangeAt, etag } = this.store;
    const state = {
      revision: index.revision,
      createdAt,
      pinHours: index.pinMs / 3_600_000,
      newestChangeAt,
      etag,
    };
    try {
      // A list of its own: the store may change between two chunks, and a file must hold one revision.
      await this.file.write({ ...state, prompts: [...this.store.all()] }, this.clock.now());
    } catch (error) {
      this.notifier.error(error as PromptRegistryError);
    }
    this.lastWriteMs = performance.now() - startedAt;
  }

  /** Reads the rest of the file in slices of 2 ms, so that its bytes can be freed. */
  private complete(): void {
    if (!this.store.completeFromFile(SLICE_MS)) setImmediate(() => this.complete()).unref();
  }
}
