import type { SnapshotVersion } from './snapshot';

/** Where the words come from; `file` is only ever said by a client that fell back to a prompt file. @example 'experiment' */
export type ResolveSource = 'experiment' | 'version' | 'label' | 'latest' | 'file';

/**
 * Why these words and not something higher in the precedence; stable.
 *
 * | reason | source | meaning |
 * |---|---|---|
 * | `assigned` | experiment | the conversation is in the experiment's traffic |
 * | `pinned_version` | version | an explicit version was asked for |
 * | `pinned_label` | label, latest | an explicit label other than the served one was asked for |
 * | `no_experiment` | label, latest | no experiment runs on the prompt |
 * | `no_conversation` | label, latest | an experiment runs, but no conversationId was given |
 * | `not_in_traffic` | label, latest | an experiment runs, its traffic did not include the conversation when it began |
 * | `paused` | label, latest | the experiment was paused when the conversation began |
 * | `conversation_began_earlier` | label, latest | no experiment ran when the conversation began; it keeps what was served then |
 * | `experiment_ended` | label, latest | the conversation's experiment was ended for everyone at once |
 * | `hash_version_unsupported` | label, latest | the experiment hashes in a way this code does not know |
 * | `experiment_invalid` | label, latest | the experiment's shares, or its variant's version, are not usable |
 * @example 'not_in_traffic'
 */
export type ResolveReason =
  | 'assigned'
  | 'pinned_version'
  | 'pinned_label'
  | 'no_experiment'
  | 'no_conversation'
  | 'not_in_traffic'
  | 'paused'
  | 'conversation_began_earlier'
  | 'experiment_ended'
  | 'hash_version_unsupported'
  | 'experiment_invalid';

/** What to resolve. @example { name: 'greeting', conversationId: 'conv-1' } */
export interface ResolveRequest {
  readonly name: string;
  /** The unit of randomisation; absent or empty = no experiment. */
  readonly conversationId?: string | undefined;
  /** Epoch ms; absent = the conversation begins now. */
  readonly conversationStartedAt?: number | undefined;
  /** Exactly this version; wins over `label`. */
  readonly version?: number | undefined;
  /** A label, or `latest`; the one the prompt serves makes a plain resolve. */
  readonly label?: string | undefined;
  /** Epoch ms; only read together with `conversationStartedAt`; absent = the conversation is within `pinHours`. */
  readonly now?: number | undefined;
}

/** Words with their provenance; frozen and shared between calls, so do not change it. @example if (answer.ok) renderContent(answer.content, values) */
export interface Resolved {
  readonly ok: true;
  readonly promptId: string;
  readonly name: string;
  readonly version: number;
  readonly type: 'text' | 'chat';
  /** The snapshot's own object, not a copy. */
  readonly content: SnapshotVersion;
  readonly contentHash: string;
  readonly source: ResolveSource;
  readonly reason: ResolveReason;
  /** The label that was served or asked for; null when there was none. */
  readonly label: string | null;
  readonly experiment: { readonly id: string; readonly name: string; readonly variant: string } | null;
  /** The snapshot's revision. */
  readonly revision: number;
}

/**
 * Why there are no words.
 *
 * UNKNOWN_PROMPT, UNKNOWN_LABEL: no such thing in this snapshot. UNKNOWN_VERSION: with `notInSnapshot` the version may exist
 * and can be read by (prompt, version); without, it cannot exist. ARCHIVED: the prompt is archived. NOTHING_SERVED: it has no
 * version yet, or its served label is not set. INVALID_ENTRY: the snapshot's entry cannot be read.
 * @example 'UNKNOWN_PROMPT'
 */
export type ResolveFailureCode =
  'UNKNOWN_PROMPT' | 'UNKNOWN_VERSION' | 'UNKNOWN_LABEL' | 'ARCHIVED' | 'NOTHING_SERVED' | 'INVALID_ENTRY';

/** A failed resolve, as a value. @example { ok: false, code: 'UNKNOWN_VERSION', name: 'greeting', version: 3, notInSnapshot: true, revision: 9 } */
export interface ResolveFailure {
  readonly ok: false;
  readonly code: ResolveFailureCode;
  readonly name: string;
  /** The version that was asked for or should have been served. */
  readonly version: number | null;
  readonly notInSnapshot: boolean;
  readonly revision: number;
}

/** The answer of a resolve. @example const answer: Resolution = resolve(index, { name: 'greeting' }); */
export type Resolution = Resolved | ResolveFailure;
