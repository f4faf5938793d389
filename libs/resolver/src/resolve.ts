import type { IndexedPrompt, SnapshotIndex } from './index-snapshot';
import { fmix32Int32, murmur3Int32 } from './murmur3';
import { failure } from './prompt-answers';
import type { Era } from './prompt-eras';
import type { Resolution, ResolveRequest } from './resolution';
import { answerAt } from './slot';

/**
 * Decides which words a request gets; the one place, in the server and inside agents, where this is decided.
 *
 * In order: explicit version; explicit label other than the served one; the variant of a running experiment whose traffic
 * includes the conversation; what the prompt serves. A conversation that began before the last change gets what it would have
 * got when it began (for `pinHours`). Synchronous, at most one object allocated, a value for every input, never throws.
 * Source: rules.md "Resolve precedence".
 * @example resolve(index, { name: 'greeting', conversationId: 'conv-1' }) // { ok: true, source: 'experiment', … }
 */
export function resolve(index: SnapshotIndex, request: ResolveRequest): Resolution {
  return decide(index, request, request.conversationId, request.conversationStartedAt, null);
}

/**
 * {@link resolve} for callers that already hashed the conversation id (uint32 or int32); null = hash it when needed.
 *
 * @example resolveHashed(index, request, hashConversation(id))
 */
export function resolveHashed(
  index: SnapshotIndex,
  request: ResolveRequest,
  conversationHash: number | null,
): Resolution {
  return decide(index, request, request.conversationId, request.conversationStartedAt, conversationHash);
}

/**
 * The decision itself, with the conversation apart from the request, so that the handle of one need not copy every request.
 *
 * @example decide(index, { name: 'greeting' }, 'conv-1', undefined, null)
 */
export function decide(
  index: SnapshotIndex,
  { name, version, label, now }: Pick<ResolveRequest, 'name' | 'version' | 'label' | 'now'>,
  conversationId: string | undefined,
  conversationStartedAt: number | undefined,
  conversationHash: number | null,
): Resolution {
  const prompt = index.prompts.get(name);
  if (prompt === undefined) return failure('UNKNOWN_PROMPT', name, index.revision);
  if (prompt === null) return failure('INVALID_ENTRY', name, index.revision);
  if (prompt.archived) return failure('ARCHIVED', name, index.revision);
  if (version !== undefined) return prompt.answers.answer(version, 'version', 'pinned_version', null);
  if (label !== undefined && label !== prompt.serves) return explicitLabel(prompt, label, index.revision);

  const era =
    conversationStartedAt === undefined ? prompt.present : eraOf(index, prompt, conversationStartedAt, now);
  const slots = era.slots;
  if (slots === null || typeof conversationId !== 'string' || conversationId === '') return era.words;
  const hash = conversationHash === null ? murmur3Int32(conversationId, 0) : conversationHash | 0;
  return answerAt(slots, fmix32Int32(hash ^ era.seed));
}

function explicitLabel(prompt: IndexedPrompt, label: string, revision: number): Resolution {
  const version = prompt.answers.labelled(label);
  if (version === undefined || version === 0)
    return failure('UNKNOWN_LABEL', prompt.answers.prompt.name, revision);
  const isLatest = label === 'latest';
  return prompt.answers.answer(
    version,
    isLatest ? 'latest' : 'label',
    'pinned_label',
    isLatest ? null : label,
  );
}

function eraOf(index: SnapshotIndex, prompt: IndexedPrompt, startedAt: number, now: number | undefined): Era {
  const { past, present } = prompt;
  // Not a number, in the future, or too long ago: as if it began now.
  if (!(startedAt < present.from) || (now !== undefined && now - startedAt > index.pinMs)) return present;
  for (let i = past.length - 1; i >= 0; i--) {
    const era = past[i];
    if (era !== undefined && era.from <= startedAt) return era;
  }
  return present;
}
