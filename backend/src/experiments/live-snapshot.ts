import {
  indexChanges,
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
  const previousNames = changed.flatMap(({ id }) => before.prompts.get(id)?.name ?? []);
  const index = indexChanges(before.index, { revision, createdAt, prompts: changed, previousNames });
  const prompts = new Map(before.prompts);
  for (const prompt of changed) prompts.set(prompt.id, prompt);
  return { revision, createdAt, pinHours, prompts, index };
}
