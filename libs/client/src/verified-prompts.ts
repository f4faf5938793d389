import type { SnapshotPrompt, SnapshotVersion } from '@prompt-registry/resolver';
import { isVerified } from './content-hash';

/** Prompts whose words are all what their hashes say, and the names of those that were not so as they came. @example { prompts, rejected: [] } */
export interface VerifiedPrompts {
  readonly prompts: readonly SnapshotPrompt[];
  readonly rejected: readonly string[];
}

/** The prompt that is held under an id, its name most likely being this; undefined = none. */
export type HeldPrompt = (id: string, name: string) => SnapshotPrompt | undefined;

/** Hashing goes on for so long, in ms, before others get a turn. */
const SLICE_MS = 4;

/**
 * Checks every version of the prompts against its hash. An entry that fails keeps the previous good one; without one, the
 * versions that are good remain. An archived entry is taken as it is, because keeping the previous would bring it back.
 *
 * Versions that are already held are handed out as the very same objects, so that their words stay prepared.
 * @example verifyPrompts(event.prompts, (id, name) => store.prompt(id, name))
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
    const before = this.held(id, name);
    const { checked, whole } = checkedVersions(versions, before);
    // The same list stays when nothing in it was exchanged: what came fits exactly, a list that grew does not.
    const same = Array.isArray(versions) && checked.every((version, i) => version === versions[i]);
    const entry = whole && same ? prompt : { ...prompt, versions: checked };
    if (whole) {
      this.prompts.push(withoutEmpties(entry));
      return;
    }
    this.rejected.push(name);
    const keepsPrevious = prompt.archived !== true && before !== undefined && before.archived !== true;
    this.prompts.push(keepsPrevious ? before : entry);
  }
}

const NO_ITEMS: readonly never[] = Object.freeze([]);
const NO_LABELS: Readonly<Record<string, number>> = Object.freeze({});

/** Thousands of prompts share what is empty; each `{}` of its own costs as much as a line of text. */
function withoutEmpties(prompt: SnapshotPrompt): SnapshotPrompt {
  const own = prompt as { -readonly [K in keyof SnapshotPrompt]: SnapshotPrompt[K] };
  if (prompt.served?.length === 0) own.served = NO_ITEMS;
  if (prompt.experiments?.length === 0) own.experiments = NO_ITEMS;
  if (isEmpty(prompt.labels)) own.labels = NO_LABELS;
  for (const version of prompt.versions)
    if (isEmpty(version.config)) (version as { config: SnapshotVersion['config'] }).config = NO_LABELS;
  return own;
}

function isEmpty(value: object | null | undefined): boolean {
  for (const key in value) return key === undefined;
  return typeof value === 'object' && value !== null;
}

function checkedVersions(
  versions: unknown,
  before: SnapshotPrompt | undefined,
): { checked: SnapshotVersion[]; whole: boolean } {
  if (!Array.isArray(versions)) return { checked: [], whole: false };
  let whole = true;
  const check = (version: SnapshotVersion | null): SnapshotVersion | null => {
    const held = before?.versions.find(
      (known) => known.version === version?.version && known.contentHash === version.contentHash,
    );
    if (held !== undefined && isVerified(held)) return held;
    if (typeof version === 'object' && version !== null && isVerified(version)) return version;
    whole = false;
    return withoutWords(version);
  };
  const checked = versions.map(check).filter((version) => version !== null);
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
