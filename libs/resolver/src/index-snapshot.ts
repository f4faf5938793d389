import { interned } from './interned';
import { PromptAnswers } from './prompt-answers';
import { promptEras, type Era } from './prompt-eras';
import type { Snapshot, SnapshotPrompt } from './snapshot';

/** A prompt ready to resolve; null in its place in the index means that the snapshot's entry cannot be read. @example index.prompts.get('greeting') */
export interface IndexedPrompt {
  readonly answers: PromptAnswers;
  readonly archived: boolean;
  readonly serves: string;
  readonly present: Era;
  /** What was before, oldest first. */
  readonly past: readonly Era[];
}

/** A snapshot ready to resolve; made once for each revision and never changed. @example const index = indexSnapshot(snapshot); */
export interface SnapshotIndex {
  readonly revision: number;
  readonly pinMs: number;
  readonly prompts: ReadonlyMap<string, IndexedPrompt | null>;
  /** Ids of experiments that ended for everyone at once. */
  readonly endedForAll: ReadonlySet<string>;
  /** Names of entries that cannot be read, for a log line. */
  readonly unreadable: readonly string[];
}

const DEFAULT_PIN_HOURS = 24;
const MS_PER_HOUR = 3_600_000;

/**
 * Prepares a snapshot for {@link resolve}: seeds, thresholds and answers are computed here, once.
 *
 * An entry that cannot be read does not spoil the others: resolving it says INVALID_ENTRY. Throws a TypeError only when
 * `prompts` is not a list at all, so that a client does not swap a good index for nothing.
 * @example const index = indexSnapshot(snapshot); resolve(index, { name: 'greeting' });
 */
export function indexSnapshot(snapshot: Snapshot): SnapshotIndex {
  const prompts = new Map<string, IndexedPrompt | null>();
  const endedForAll = new Set<string>();
  const unreadable: string[] = [];
  for (const prompt of snapshot.prompts) {
    const name: unknown = prompt?.name;
    if (typeof name !== 'string') {
      unreadable.push('(without a name)');
      continue;
    }
    const indexed = indexPrompt(prompt, snapshot.revision);
    prompts.set(interned(name), indexed);
    if (indexed === null) {
      unreadable.push(name);
      continue;
    }
    for (const { id, immediate, endedAt } of prompt.experiments)
      if (immediate === true && endedAt !== null) endedForAll.add(id);
  }
  const pinMs = (snapshot.pinHours ?? DEFAULT_PIN_HOURS) * MS_PER_HOUR;
  return { revision: snapshot.revision, pinMs, prompts, endedForAll, unreadable };
}

function indexPrompt(prompt: SnapshotPrompt, revision: number): IndexedPrompt | null {
  try {
    const answers = new PromptAnswers(prompt, revision);
    const { past, present } = promptEras(answers);
    if (typeof prompt.serves !== 'string' || typeof prompt.labels !== 'object' || prompt.labels === null)
      return null;
    return { answers, archived: prompt.archived === true, serves: prompt.serves, present, past };
  } catch {
    // A TypeError from an entry of the wrong shape: snapshots come from disks and from servers of other releases, checking
    // every field beforehand would be a second copy of the types, and one bad prompt must not take the others down.
    return null;
  }
}
