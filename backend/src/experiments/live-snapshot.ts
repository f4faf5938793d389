import {
  indexSnapshot,
  type Snapshot,
  type SnapshotIndex,
  type SnapshotPrompt,
} from '@prompt-registry/resolver';

/** What every resolve is answered from: replaced as a whole, never changed. */
export interface LiveSnapshot {
  readonly revision: number;
  readonly createdAt: string;
  readonly pinHours: number;
  /** By id. */
  readonly prompts: ReadonlyMap<string, SnapshotPrompt>;
  readonly index: SnapshotIndex;
}

/** A snapshot of nothing: a new registry, or one whose database has not answered yet. */
export function emptySnapshot(pinHours: number): LiveSnapshot {
  return liveSnapshot({ revision: 0, createdAt: new Date(0).toISOString(), pinHours, prompts: [] });
}

/** Indexes a whole snapshot. */
export function liveSnapshot(snapshot: Snapshot & { readonly pinHours: number }): LiveSnapshot {
  const { revision, createdAt, pinHours, prompts } = snapshot;
  return {
    revision,
    createdAt,
    pinHours,
    prompts: new Map(prompts.map((prompt) => [prompt.id, prompt])),
    index: indexSnapshot(snapshot),
  };
}

/** The snapshot after `changed` prompts were added or replaced. Only those are indexed again, so its cost is that of the change. */
export function withChanges(
  before: LiveSnapshot,
  changed: readonly SnapshotPrompt[],
  revision: number,
  createdAt: string,
): LiveSnapshot {
  const { pinHours } = before;
  const part = indexSnapshot({ revision, createdAt, pinHours, prompts: changed });
  const prompts = new Map(before.prompts);
  const byName = new Map(before.index.prompts);
  // All old names first: two prompts may have swapped theirs.
  for (const { id } of changed) {
    const old = prompts.get(id);
    if (old) byName.delete(old.name);
  }
  for (const prompt of changed) prompts.set(prompt.id, prompt);
  for (const [name, indexed] of part.prompts) byName.set(name, indexed);
  const index: SnapshotIndex = {
    revision,
    pinMs: part.pinMs,
    prompts: byName,
    endedForAll: new Set([...before.index.endedForAll, ...part.endedForAll]),
    unreadable: part.unreadable,
  };
  return { revision, createdAt, pinHours, prompts, index };
}
