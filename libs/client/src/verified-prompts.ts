import type { SnapshotPrompt, SnapshotVersion } from '@prompt-registry/resolver';
import { isVerified } from './content-hash';

/** Prompts whose words are all what their hashes say, and the names of those that were not so as they came. @example { prompts, rejected: [] } */
export interface VerifiedPrompts {
  readonly prompts: readonly SnapshotPrompt[];
  readonly rejected: readonly string[];
}

/** The prompt that is held under an id; undefined = none. */
export type HeldPrompt = (id: string) => SnapshotPrompt | undefined;

/** Hashing goes on for so long, in ms, before others get a turn. */
const SLICE_MS = 4;

/**
 * Checks every version of the prompts against its hash. An entry that fails keeps the previous good one; without one, the
 * versions that are good remain. An archived entry is taken as it is, because keeping the previous would bring it back.
 *
 * Versions that are already held are handed out as the very same objects, so that their words stay prepared.
 * @example verifyPrompts(event.prompts, (id) => store.prompt(id))
 */
export function verifyPrompts(incoming: readonly SnapshotPrompt[], held: HeldPrompt): VerifiedPrompts {
  const check = new PromptCheck(held);
  for (const prompt of incoming) check.add(prompt);
  return check;
}

/** {@link verifyPrompts} for many prompts: in slices of 4 ms, so that an agent's other work goes on. @example await verifyManyPrompts(snapshot.prompts, held) */
export async function verifyManyPrompts(
  incoming: readonly SnapshotPrompt[],
  held: HeldPrompt,
): Promise<VerifiedPrompts> {
  const check = new PromptCheck(held);
  let until = performance.now() + SLICE_MS;
  for (const prompt of incoming) {
    check.add(prompt);
    if (performance.now() < until) continue;
    await new Promise((resolve) => setImmediate(resolve));
    until = performance.now() + SLICE_MS;
  }
  return check;
}

class PromptCheck implements VerifiedPrompts {
  readonly prompts: SnapshotPrompt[] = [];
  readonly rejected: string[] = [];

  constructor(private readonly held: HeldPrompt) {}

  add(prompt: SnapshotPrompt): void {
    // From outside: the type is a hope until looked at.
    const { id, name, versions } = (prompt ?? {}) as { id?: unknown; name?: unknown; versions?: unknown };
    if (typeof id !== 'string' || typeof name !== 'string') {
      this.rejected.push('(without a name)');
      return;
    }
    const before = this.held(id);
    const { checked, whole } = checkedVersions(versions, before);
    const entry = { ...prompt, versions: checked };
    if (whole) {
      this.prompts.push(entry);
      return;
    }
    this.rejected.push(name);
    const keepsPrevious = prompt.archived !== true && before !== undefined && before.archived !== true;
    this.prompts.push(keepsPrevious ? before : entry);
  }
}

function checkedVersions(
  versions: unknown,
  before: SnapshotPrompt | undefined,
): { checked: SnapshotVersion[]; whole: boolean } {
  if (!Array.isArray(versions)) return { checked: [], whole: false };
  const checked: SnapshotVersion[] = [];
  let whole = true;
  for (const version of versions as readonly (SnapshotVersion | null)[]) {
    const held = before?.versions.find(
      (known) => known.version === version?.version && known.contentHash === version.contentHash,
    );
    if (held !== undefined && isVerified(held)) checked.push(held);
    else if (typeof version === 'object' && version !== null && isVerified(version)) checked.push(version);
    else {
      whole = false;
      const husk = withoutWords(version);
      if (husk) checked.push(husk);
    }
  }
  return { checked, whole };
}

/** The resolver does not serve it; but a prompt file with this hash is known to be this version. */
function withoutWords(version: SnapshotVersion | null): SnapshotVersion | null {
  if (!Number.isInteger(version?.version) || typeof version?.contentHash !== 'string') return null;
  return {
    version: version.version,
    contentHash: version.contentHash,
    type: 'text',
    content: null,
  } as unknown as SnapshotVersion;
}
