import type { SnapshotPrompt } from '@prompt-registry/resolver';
import type { PublishedSnapshot } from './published-snapshot';
import { entryOf } from './snapshot-entry';

/** A larger change is only announced: who follows fetches the snapshot, packed. */
export const MOST_EVENT_BYTES = 256_000;

/** A comment, which says nothing but that the connection lives. */
export const HEARTBEAT = Buffer.from(':\n\n');

/** The first event of a stream: what is published when it begins. */
export function helloEvent({ live: { revision }, etag }: PublishedSnapshot): Buffer {
  return Buffer.from(`event: hello\ndata: ${JSON.stringify({ revision, etag })}\n\n`);
}

/** The event of a change, the same bytes for all who follow the same names. `prompts` is `null` when they cannot tell it. */
export function changeEvent(
  before: PublishedSnapshot,
  after: PublishedSnapshot,
  prompts: readonly SnapshotPrompt[] | null,
): Buffer {
  const { etag } = after;
  const data = JSON.stringify({ revision: after.live.revision, previous: before.live.revision, etag });
  const head = `event: change\nid: ${etag}\ndata: ${data.slice(0, -1)}`;
  const entries = prompts?.map((prompt) => entryOf(prompt).json);
  if (!entries || entries.reduce((sum, { length }) => sum + length, 0) > MOST_EVENT_BYTES)
    return Buffer.from(`${head}}\n\n`);
  // Each entry begins with the comma that separates it from the one before; the first needs none.
  const list = entries.map((json, i) => (i === 0 ? json.subarray(1) : json));
  return Buffer.concat([Buffer.from(`${head},"prompts":[`), ...list, Buffer.from(']}\n\n')]);
}
