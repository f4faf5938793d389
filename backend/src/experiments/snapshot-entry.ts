import { hash } from 'node:crypto';
import type { SnapshotPrompt } from '@prompt-registry/resolver';
import { Slices } from './slices';

/** A prompt of the snapshot as it is sent. */
export interface SnapshotEntry {
  /** Its JSON in UTF-8, with a comma before it: entries are joined by writing them one after the other. */
  readonly json: Buffer;
  /** SHA-256 of it. */
  readonly digest: Buffer;
}

const entries = new WeakMap<SnapshotPrompt, SnapshotEntry>();

/** The entry of a prompt. A snapshot keeps the objects of what did not change, so only what changed is written again. */
export function entryOf(prompt: SnapshotPrompt): SnapshotEntry {
  let entry = entries.get(prompt);
  if (!entry) {
    const json = Buffer.from(`,${JSON.stringify(prompt)}`);
    entry = { json, digest: hash('sha256', json, 'buffer') };
    entries.set(prompt, entry);
  }
  return entry;
}

/** Writes the entries of many prompts beforehand, in slices, so that {@link entryOf} has nothing left to do. */
export async function writeEntries(prompts: Iterable<SnapshotPrompt>): Promise<void> {
  const slices = new Slices();
  for (const prompt of prompts) {
    entryOf(prompt);
    if (slices.due()) await slices.next();
  }
}
