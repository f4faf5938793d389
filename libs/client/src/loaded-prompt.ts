import type { ChatMessage, JsonObject, Resolved, ResolveSource } from '@prompt-registry/resolver';
import type { Served, ServedReason } from './served';
import type { Trace, TraceStart } from './trace';
import type { FinishedWords } from './words';

/** Where the words come from and how fresh they are. */
export interface Provenance {
  /** Null when the registry was not asked. */
  readonly promptId: string | null;
  readonly name: string;
  /** Null for a file, unless its hash is a known version's. */
  readonly version: number | null;
  /** SHA-256, hex; null for a file, unless it is a known version's. */
  readonly contentHash: string | null;
  readonly source: ResolveSource;
  /** Why these words and not something higher in the precedence. */
  readonly reason: ServedReason;
  readonly label: string | null;
  /** The experiment that chose the words; null when none did. */
  readonly experiment: Resolved['experiment'];
  /** What the team keeps with the version: a model, its temperature. */
  readonly config: JsonObject;
  /** Names the words ask values for, in the order of their first use. */
  readonly variables: readonly string[];
  /** The registry's revision that is held; 0 = none yet. */
  readonly revision: number;
  /** The latest changes may be missing: the words come from a disk, or the server has not been heard from. */
  readonly stale: boolean;
  /** Epoch ms: until then what is held was known to be current; absent unless `stale`. */
  readonly staleSince?: number | undefined;
  /** New for every load; 32 hex digits, as OpenTelemetry has them. */
  readonly traceId: string;
  readonly conversationId: string | null;
  /** Begins the record of one use of these words; `finish` sends it. */
  trace(start?: TraceStart): Trace;
}

/** A loaded prompt of one text. @example const { text } = registry.loadPrompt('greeting') */
export interface LoadedText extends Provenance {
  readonly type: 'text';
  readonly text: string;
  readonly messages?: undefined;
}

/** A loaded prompt of messages. @example if (prompt.type === 'chat') send(prompt.messages) */
export interface LoadedChat extends Provenance {
  readonly type: 'chat';
  readonly messages: readonly ChatMessage[];
  readonly text?: undefined;
}

/** What `loadPrompt` answers: finished words with their provenance. */
export type LoadedPrompt = LoadedText | LoadedChat;

/** Starts traces; the part of the recorder that an answer needs. */
export interface Traces {
  begin(prompt: LoadedPrompt, start: TraceStart | undefined): Trace;
}

/**
 * A {@link LoadedPrompt} as it is made: the one object that a load allocates besides its trace id.
 *
 * @example new Loaded(served, ['city'], 'Hello Oslo', 41, false, undefined, newTraceId(), null, traces) as LoadedPrompt
 */
export class Loaded {
  readonly promptId: string | null;
  readonly name: string;
  readonly version: number | null;
  readonly contentHash: string | null;
  readonly source: ResolveSource;
  readonly reason: ServedReason;
  readonly label: string | null;
  readonly experiment: Resolved['experiment'];
  readonly config: JsonObject;
  readonly type: 'text' | 'chat';
  readonly text: string | undefined;
  readonly messages: readonly ChatMessage[] | undefined;
  readonly #traces: Traces;

  constructor(
    served: Served,
    readonly variables: readonly string[],
    words: FinishedWords,
    readonly revision: number,
    readonly stale: boolean,
    readonly staleSince: number | undefined,
    readonly traceId: string,
    readonly conversationId: string | null,
    traces: Traces,
  ) {
    this.promptId = served.promptId;
    this.name = served.name;
    this.version = served.version;
    this.contentHash = served.contentHash;
    this.source = served.source;
    this.reason = served.reason;
    this.label = served.label;
    this.experiment = served.experiment;
    this.config = served.content.config;
    this.type = served.content.type;
    this.text = typeof words === 'string' ? words : undefined;
    this.messages = typeof words === 'string' ? undefined : words;
    this.#traces = traces;
  }

  trace(start?: TraceStart): Trace {
    return this.#traces.begin(this as unknown as LoadedPrompt, start);
  }
}
