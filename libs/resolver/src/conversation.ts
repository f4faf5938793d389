import { hashConversation } from './assign';
import type { SnapshotIndex } from './index-snapshot';
import type { Resolution, Resolved, ResolveRequest } from './resolution';
import { resolveHashed } from './resolve';

/** A request within a conversation: the handle knows the rest. @example { name: 'greeting' } */
export type ConversationRequest = Pick<ResolveRequest, 'name' | 'version' | 'label' | 'now'>;

interface Pin {
  readonly answer: Resolved;
  /** A number, not the index: an idle conversation must not keep an old snapshot in memory. */
  checkedRevision: number;
}

/**
 * One conversation as an agent holds it: hashes its id once, and keeps the first words it got of every prompt.
 *
 * Asking again gives the same answer whatever has been published since, except when the prompt is archived or the answer's
 * experiment was ended for everyone at once. Explicit versions and labels are kept apart from plain requests; failures are
 * not kept. `startedAt` (epoch ms) also gives prompts asked for later the words of the conversation's beginning.
 * @example const conversation = new Conversation('conv-1', Date.now()); conversation.resolve(index, { name: 'greeting' });
 */
export class Conversation {
  private readonly hash: number;
  private readonly pins = new Map<string, Pin>();

  constructor(
    readonly id: string,
    readonly startedAt?: number,
  ) {
    this.hash = hashConversation(id);
  }

  resolve(index: SnapshotIndex, request: ConversationRequest): Resolution {
    const { name, version, label, now } = request;
    const key = version === undefined && label === undefined ? name : explicitKey(name, version, label);
    const pin = this.pins.get(key);
    if (pin !== undefined && (pin.checkedRevision === index.revision || stillHolds(pin, index)))
      return pin.answer;
    const { id: conversationId, startedAt: conversationStartedAt } = this;
    const answer = resolveHashed(
      index,
      { name, conversationId, conversationStartedAt, version, label, now },
      this.hash,
    );
    if (answer.ok) this.pins.set(key, { answer, checkedRevision: index.revision });
    return answer;
  }
}

function stillHolds(pin: Pin, index: SnapshotIndex): boolean {
  const { experiment, name } = pin.answer;
  if (experiment !== null && index.endedForAll.has(experiment.id)) return false;
  if (index.prompts.get(name)?.archived === true) return false;
  pin.checkedRevision = index.revision;
  return true;
}

// NUL cannot be in a prompt's name, so no name looks like a key made here.
function explicitKey(name: string, version: number | undefined, label: string | undefined): string {
  return version !== undefined ? `${name}\0version\0${version}` : `${name}\0label\0${label}`;
}
