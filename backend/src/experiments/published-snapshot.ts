import { hash } from 'node:crypto';
import type { SnapshotPrompt } from '@prompt-registry/resolver';
import type { LiveSnapshot } from './live-snapshot';
import { entryOf } from './snapshot-entry';

const DIGEST_BYTES = 32;

/** A snapshot, or the named part of it, with its tag. */
export interface PublishedSnapshot {
  readonly live: LiveSnapshot;
  /** `null`: all prompts. */
  readonly names: ReadonlySet<string> | null;
  /** The digests of all its entries, combined by exclusive or: does not depend on their order, and follows a change at the cost of the change. */
  readonly digest: Buffer;
  /**
   * Strong and opaque: the revision and a digest of what the prompts say, because a database restored from a backup reaches
   * the same revision again with other words. `createdAt`, which nothing reads, may differ under one tag, between replicas;
   * and one tag is used for the plain and the packed body, because the event stream announces it without knowing which is held.
   */
  readonly etag: string;
}

/** All prompts, or those with these names; names of no prompt are simply not among them. */
export function publish(live: LiveSnapshot, names: ReadonlySet<string> | null): PublishedSnapshot {
  const digest = Buffer.alloc(DIGEST_BYTES);
  for (const prompt of promptsOf({ live, names })) toggle(digest, prompt);
  return tagged(live, names, digest);
}

/** What `before` becomes by a change of some prompts. */
export function publishChange(
  before: PublishedSnapshot,
  live: LiveSnapshot,
  changed: readonly SnapshotPrompt[],
): PublishedSnapshot {
  const { names } = before;
  const digest = Buffer.from(before.digest);
  for (const prompt of changed) {
    const old = before.live.prompts.get(prompt.id);
    if (old && has(names, old)) toggle(digest, old);
    if (has(names, prompt)) toggle(digest, prompt);
  }
  return tagged(live, names, digest);
}

/** What a snapshot holds, in no particular order. */
export function promptsOf({
  live,
  names,
}: Pick<PublishedSnapshot, 'live' | 'names'>): Iterable<SnapshotPrompt> {
  return names ? named(live, names) : live.prompts.values();
}

/**
 * Which of the candidates turn `before` into `after`, both of the same names, when put in place of the prompts with their
 * ids; `null` when nothing less than `after` does, because a prompt has left the names that are asked for.
 */
export function difference(
  before: PublishedSnapshot,
  { names }: PublishedSnapshot,
  candidates: Iterable<SnapshotPrompt>,
): SnapshotPrompt[] | null {
  const changed: SnapshotPrompt[] = [];
  for (const prompt of candidates) {
    const old = before.live.prompts.get(prompt.id);
    if (!has(names, prompt)) {
      if (old && has(names, old)) return null;
    } else if (!old || !has(names, old) || !entryOf(old).digest.equals(entryOf(prompt).digest))
      changed.push(prompt);
  }
  return changed;
}

/** True when a prompt of `before` does not exist any more, as after the restore of an older backup. */
export function lacksSome(before: LiveSnapshot, after: LiveSnapshot): boolean {
  for (const id of before.prompts.keys()) if (!after.prompts.has(id)) return true;
  return false;
}

function* named({ index }: LiveSnapshot, names: ReadonlySet<string>): Generator<SnapshotPrompt> {
  for (const name of names) {
    const prompt = index.prompts.get(name)?.answers.prompt;
    if (prompt) yield prompt;
  }
}

function has(names: ReadonlySet<string> | null, { name }: SnapshotPrompt): boolean {
  return names === null || names.has(name);
}

function toggle(digest: Buffer, prompt: SnapshotPrompt): void {
  const entry = entryOf(prompt).digest;
  for (let i = 0; i < DIGEST_BYTES; i++) digest[i] = (digest[i] as number) ^ (entry[i] as number);
}

function tagged(live: LiveSnapshot, names: PublishedSnapshot['names'], digest: Buffer): PublishedSnapshot {
  const words = hash('sha256', `${live.pinHours} ${digest.toString('hex')}`, 'hex').slice(0, 32);
  return { live, names, digest, etag: `"${live.revision}-${words}"` };
}
