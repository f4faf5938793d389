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
export async function verifyManyPrompts(incoming: readonly SnapshotPrompt[], held: HeldPrompt): Promise<VerifiedPrompts> {
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
    const good = Array.isArray(versions) ? goodVersions(versions as readonly SnapshotVersion[], before) : null;
    if (good !== null && good.length === (versions as unknown[]).length) {
      this.prompts.push({ ...prompt, versions: good });
      return;
    }
    this.rejected.push(name);
    if (prompt.archived === true) this.prompts.push({ ...prompt, versions: good ?? [] });
    else this.prompts.push(before !== undefined && before.archived !== true ? before : { ...prompt, versions: good ?? [] });
  }
}

function goodVersions(versions: readonly SnapshotVersion[], before: SnapshotPrompt | undefined): SnapshotVersion[] {
  const good: SnapshotVersion[] = [];
  for (const version of versions) {
    const known = before?.versions.find((held) => held.version === version?.version && held.contentHash === version.contentHash);
    if (known !== undefined && isVerified(known)) good.push(known);
    else if (version !== null && typeof version === 'object' && isVerified(version)) good.push(version);
  }
  return good;
}
