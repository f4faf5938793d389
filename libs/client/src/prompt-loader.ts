import type {
  RenderValues,
  Resolution,
  ResolveCounter,
  ResolveRequest,
  SnapshotIndex,
  SnapshotVersion,
} from '@prompt-registry/resolver';
import { describeOnSpan, type GetActiveSpan } from './active-span';
import type { Fallback } from './fallback';
import { Loaded, type LoadedPrompt, type Traces } from './loaded-prompt';
import type { Served } from './served';
import type { SnapshotStore } from './snapshot-store';
import { newTraceId } from './trace-id';
import { finish, wordsOfFile, wordsOfVersion, type Words } from './words';

/** How to load. @example { conversationId: 'conv-1', variables: { city: 'Oslo' } } */
export interface LoadOptions {
  /** Decides the variant of a running experiment; absent or empty = outside of experiments. */
  readonly conversationId?: string | undefined;
  /** Epoch ms or a Date; absent = the conversation begins now. */
  readonly conversationStartedAt?: number | Date | undefined;
  /** Values by variable or placeholder name; every one that the words ask for. */
  readonly variables?: RenderValues | undefined;
  /** Exactly this version, outside of experiments; wins over `label`. */
  readonly version?: number | undefined;
  /** A label's version, outside of experiments unless it is the one that the prompt serves. */
  readonly label?: string | undefined;
}

/** How current memory is; read on every load. */
export interface Currency {
  readonly stale: boolean;
  /** Epoch ms. */
  readonly lastCurrentAt: number;
}

/** What a loader stands on. */
export interface LoaderParts {
  readonly store: SnapshotStore;
  readonly fallback: Fallback;
  readonly currency: Currency;
  readonly traces: Traces;
  /** Null = there is nobody to tell. */
  readonly resolves: Pick<ResolveCounter, 'count'> | null;
  readonly now: () => number;
  readonly getActiveSpan: GetActiveSpan | undefined;
}

/**
 * Turns a resolution into finished words with provenance: the second half of every load, and the hot one.
 *
 * @example loader.finish(loader.choose(resolve(loader.index(), request), request), { city: 'Oslo' }, null)
 */
export class PromptLoader {
  readonly now: () => number;

  constructor(private readonly parts: LoaderParts) {
    this.now = parts.now;
  }

  /** What is resolved from at this moment. */
  index(): SnapshotIndex {
    return this.parts.store.index;
  }

  /** Brings an entry into memory that is still only in the file of the last good snapshot; false when there is none. */
  fetchFromFile(name: string): boolean {
    return this.parts.store.fetchFromFile(name);
  }

  /**
   * The resolution itself, or what is served in its place.
   * @throws PromptRegistryError when nothing is.
   */
  choose(resolution: Resolution, request: ResolveRequest): Served {
    if (!resolution.ok) return this.parts.fallback.find(resolution, request);
    if (wordsOfVersion(resolution.content) !== null) return resolution;
    // The entry came from the disk, where versions are checked when they are first served.
    return this.parts.fallback.instead(request, resolution.version);
  }

  /**
   * Fills in the values and puts the answer together.
   * @throws MissingVariablesError, InvalidValuesError.
   */
  finish(served: Served, values: RenderValues | undefined, conversationId: string | null): LoadedPrompt {
    const words = wordsOf(served);
    const finished = finish(words, served.name, values);
    const { store, currency, traces, resolves, getActiveSpan } = this.parts;
    const stale = currency.stale || served.reason === 'entry_unusable';
    const since = stale ? currency.lastCurrentAt : undefined;
    const { variables } = words;
    const { revision } = store.index;
    // Type and words agree: both come from the same content.
    const prompt = new Loaded(
      served,
      variables,
      finished,
      revision,
      stale,
      since,
      newTraceId(),
      conversationId,
      traces,
    ) as unknown as LoadedPrompt;
    if (served.experiment !== null && resolves !== null) resolves.count(served.experiment);
    if (getActiveSpan !== undefined) describeOnSpan(getActiveSpan, prompt, prompt.traceId);
    return prompt;
  }
}

function wordsOf(served: Served): Words {
  // `choose` and the fallback let only words through that can be prepared.
  const words =
    served.source === 'file'
      ? wordsOfFile(served.content)
      : wordsOfVersion(served.content as SnapshotVersion);
  if (words === null) throw new TypeError(`The words of ${served.name} were chosen without being readable`);
  return words;
}
