import {
  indexChanges,
  indexSnapshot,
  type IndexedPrompt,
  type Snapshot,
  type SnapshotIndex,
  type SnapshotPrompt,
} from '@prompt-registry/resolver';
import type { KeptSnapshot } from './kept-snapshot';

/** Where the words in memory come from: nowhere yet, the file of the last good snapshot, or the server. @example 'memory' */
export type SnapshotOrigin = 'none' | 'snapshot_file' | 'memory';

const NOTHING: Snapshot = { revision: 0, createdAt: new Date(0).toISOString(), prompts: [] };

/**
 * The registry in memory. The index is replaced as a whole and never half: whoever reads it sees one revision.
 *
 * @example const store = new SnapshotStore(); store.replace(snapshot, etag); resolve(store.index, { name: 'greeting' });
 */
export class SnapshotStore {
  index: SnapshotIndex = indexSnapshot(NOTHING);
  origin: SnapshotOrigin = 'none';
  /** The server's tag of what is held; null = ask for everything. */
  etag: string | null = null;
  createdAt = NOTHING.createdAt;
  /** Epoch ms, by the server's clock: the newest change that is held. A conversation that begins now begins after it. */
  newestChangeAt = 0;
  private kept: KeptSnapshot | null = null;

  /** What is held of a prompt, by its id; `name`: where it most likely is, because prompts are seldom renamed. */
  prompt(id: string, name: string): SnapshotPrompt | undefined {
    const there = this.index.prompts.get(name)?.answers.prompt;
    if (there?.id === id) return there;
    for (const prompt of this.all()) if (prompt.id === id) return prompt;
    return undefined;
  }

  /** All prompts by id, made for the occasion: held for good, it would be a twentieth of the memory. */
  byId(): Map<string, SnapshotPrompt> {
    this.completeFromFile();
    return new Map(Array.from(this.all(), (prompt) => [prompt.id, prompt]));
  }

  /** All prompts that can be read. */
  *all(): Generator<SnapshotPrompt> {
    this.completeFromFile();
    for (const indexed of this.index.prompts.values()) if (indexed) yield indexed.answers.prompt;
  }

  /** Takes a whole verified snapshot. */
  replace(snapshot: Snapshot, etag: string | null): void {
    this.kept = null;
    this.index = indexSnapshot(snapshot);
    this.newestChangeAt = 0;
    this.noteChanges(this.index.prompts.values());
    this.createdAt = snapshot.createdAt;
    this.confirm(etag, snapshot.revision);
  }

  /** Takes verified changes on top of what is held. */
  apply(changed: readonly SnapshotPrompt[], etag: string | null, revision: number, createdAt: string): void {
    this.completeFromFile();
    const previousNames = changed.flatMap(({ id, name }) => this.prompt(id, name)?.name ?? []);
    this.index = indexChanges(this.index, { revision, createdAt, prompts: changed, previousNames });
    this.noteChanges(changed.map(({ name }) => this.index.prompts.get(name) ?? null));
    this.createdAt = createdAt;
    this.confirm(etag, revision);
  }

  /** The server says that what is held is what it has, at this revision. */
  confirm(etag: string | null, revision: number): void {
    if (revision !== this.index.revision) this.index = { ...this.index, revision };
    this.etag = etag;
    this.origin = 'memory';
  }

  /** Serves from the file of the last good snapshot; its prompts are read when they are asked for, or by `completeFromFile`. */
  adopt(kept: KeptSnapshot): void {
    if (this.origin !== 'none') return; // the server was quicker
    const { revision, createdAt, pinHours, newestChangeAt } = kept;
    this.kept = kept;
    this.index = indexSnapshot({ revision, createdAt, pinHours, prompts: [] });
    this.createdAt = createdAt;
    this.newestChangeAt = newestChangeAt;
    this.etag = kept.etag;
    this.origin = 'snapshot_file';
  }

  /** Brings one prompt from the file into the index; false when there is none by this name. Only for names the index lacks. */
  fetchFromFile(name: string): boolean {
    const prompt = this.kept?.take(name);
    if (!prompt) return false;
    this.addFromFile(prompt);
    return true;
  }

  /** Reads what is left in the file, for at most `forMs`; true when nothing is left. */
  completeFromFile(forMs = Infinity): boolean {
    const until = performance.now() + forMs;
    while (this.kept && this.kept.size > 0) {
      const prompt = this.kept.takeAny();
      if (prompt) this.addFromFile(prompt);
      if (performance.now() >= until) return false;
    }
    this.kept = null;
    return true;
  }

  private addFromFile(prompt: SnapshotPrompt): void {
    const { revision, pinMs, prompts, endedForAll } = this.index;
    const part = indexSnapshot({
      revision,
      createdAt: this.createdAt,
      pinHours: pinMs / 3_600_000,
      prompts: [prompt],
    });
    // Filling up, not changing: nobody was told that the prompt does not exist.
    for (const [name, indexed] of part.prompts)
      (prompts as Map<string, IndexedPrompt | null>).set(name, indexed);
    for (const id of part.endedForAll) (endedForAll as Set<string>).add(id);
  }

  private noteChanges(prompts: Iterable<IndexedPrompt | null>): void {
    for (const prompt of prompts) {
      if (prompt && Number.isFinite(prompt.present.from))
        this.newestChangeAt = Math.max(this.newestChangeAt, prompt.present.from);
    }
  }
}
