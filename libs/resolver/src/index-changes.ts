import { indexSnapshot, type IndexedPrompt, type SnapshotIndex } from './index-snapshot';
import type { SnapshotPrompt } from './snapshot';

/** A change of some prompts: what they are now, and under which names they were known before. @example { revision: 10, createdAt: '…', prompts: [prompt], previousNames: ['greeting'] } */
export interface SnapshotChanges {
  readonly revision: number;
  /** ISO 8601; for people. */
  readonly createdAt: string;
  readonly prompts: readonly SnapshotPrompt[];
  /** The names in the index that these prompts had; a prompt may have been renamed, or two may have swapped names. */
  readonly previousNames: Iterable<string>;
}

const MS_PER_HOUR = 3_600_000;

/**
 * The index after some prompts were added or replaced; only those are prepared again, so its cost is that of the change.
 *
 * The index before is not touched. Answers of prompts that did not change keep the revision they were prepared at; the index's
 * `revision` is the new one. Throws a TypeError only when `prompts` is not a list.
 * @example indexChanges(index, { revision: 10, createdAt, prompts: [changed], previousNames: ['greeting'] })
 */
export function indexChanges(before: SnapshotIndex, changes: SnapshotChanges): SnapshotIndex {
  const { revision, createdAt, prompts: changed, previousNames } = changes;
  const part = indexSnapshot({ revision, createdAt, pinHours: before.pinMs / MS_PER_HOUR, prompts: changed });
  const prompts = new Map<string, IndexedPrompt | null>(before.prompts);
  // All old names first: two prompts may have swapped theirs.
  for (const name of previousNames) prompts.delete(name);
  for (const [name, indexed] of part.prompts) prompts.set(name, indexed);
  return {
    revision,
    pinMs: before.pinMs,
    prompts,
    endedForAll: new Set([...before.endedForAll, ...part.endedForAll]),
    unreadable: [
      ...before.unreadable.filter((name) => prompts.get(name) === null && !part.prompts.has(name)),
      ...part.unreadable,
    ],
  };
}
