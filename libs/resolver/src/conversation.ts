import { hashConversation } from './assign';
import type { SnapshotIndex } from './index-snapshot';
import { Pins, type Pin } from './pins';
import type { Resolution, Resolved, ResolveRequest } from './resolution';
import { decide } from './resolve';

/** A request within a conversation: the handle knows the rest. @example { name: 'greeting' } */
export type ConversationRequest = Pick<ResolveRequest, 'name' | 'version' | 'label' | 'now'>;

/**
 * One conversation as an agent holds it: hashes its id once, and keeps the first words it got of every prompt.
 *
 * Asking again gives the same answer whatever has been published since, except when the prompt is archived or the answer's
 * experiment was ended for everyone at once. Explicit versions and labels are kept apart from plain requests; failures are
 * not kept. `startedAt` (epoch ms) also gives prompts asked for later the words of the conversation's beginning.
 * @example const conversation = new Conversation('conv-1', Date.now()); conversation.resolve(index, { name: 'greeting' });
 */
export class Conversation {
  /** int32, which no engine on Node boxes. */
  private readonly hash: number;
  private readonly pins = new Pins();

  constructor(
    readonly id: string,
    readonly startedAt?: number,
  ) {
    this.hash = hashConversation(id) | 0;
  }

  resolve(index: SnapshotIndex, request: ConversationRequest): Resolution {
    const key = keyOf(request);
    const pin = this.pins.get(key);
    if (pin !== null && holds(pin, index)) return pin.answer;
    const answer = decide(index, request, this.id, this.startedAt, this.hash);
    if (answer.ok) this.pins.add(key, answer, index.revision);
    return answer;
  }

  /** The answer that is kept, as `resolve` would give it; null when it would decide anew. Needs no `now`. */
  pinned(index: SnapshotIndex, request: ConversationRequest): Resolved | null {
    const pin = this.pins.get(keyOf(request));
    return pin !== null && holds(pin, index) ? pin.answer : null;
  }
}

function holds(pin: Pin, index: SnapshotIndex): boolean {
  return pin.checkedRevision === index.revision || stillHolds(pin, index);
}

function stillHolds(pin: Pin, index: SnapshotIndex): boolean {
  const { experiment, name } = pin.answer;
  if (experiment !== null && index.endedForAll.has(experiment.id)) return false;
  if (index.prompts.get(name)?.archived === true) return false;
  pin.checkedRevision = index.revision;
  return true;
}

// NUL cannot be in a prompt's name, so no name looks like a key made here.
function keyOf({ name, version, label }: ConversationRequest): string {
  if (version !== undefined) return `${name}\0version\0${version}`;
  return label === undefined ? name : `${name}\0label\0${label}`;
}
