import { Conversation, type Resolution, type ResolveRequest } from '@prompt-registry/resolver';
import type { LoadedPrompt } from './loaded-prompt';
import type { LoadOptions, PromptLoader } from './prompt-loader';
import type { Served } from './served';

/** Options of a load within a conversation. */
export type ConversationLoadOptions = Omit<LoadOptions, 'conversationId' | 'conversationStartedAt'>;

/**
 * One conversation: loads within it keep their words until it ends, whatever is published, started or stopped meanwhile, also
 * when its first words came from a prompt file. Exceptions: a prompt that was archived, an experiment that was ended for all.
 *
 * @example const conversation = registry.conversation('conv-1'); conversation.loadPrompt('greeting').text
 */
export class ConversationHandle {
  private readonly pins: Conversation;
  /** Words that came from files, by what was asked for. */
  private readonly filePins = new Map<string, Served>();

  constructor(
    readonly id: string,
    /** Epoch ms. */
    readonly startedAt: number,
    private readonly loader: PromptLoader,
  ) {
    this.pins = new Conversation(id, startedAt);
  }

  /** As `PromptRegistry.loadPrompt`, pinned. @throws PromptRegistryError as that does. */
  loadPrompt(name: string, options?: ConversationLoadOptions): LoadedPrompt {
    const version = options?.version;
    const label = options?.label;
    const pinned = this.pins.pinned(this.loader.index(), { name, version, label });
    const request: ResolveRequest = {
      name,
      conversationId: this.id,
      conversationStartedAt: this.startedAt,
      version,
      label,
      // Words that are pinned do not depend on it, and reading the clock (35 ns) is a fifth of a load.
      now: pinned === null ? this.loader.now() : undefined,
    };
    const served = this.filePin(request) ?? this.loader.choose(pinned ?? this.resolve(request), request);
    if (served.source === 'file') this.filePins.set(keyOf(request), served);
    return this.loader.finish(served, options?.variables, this.id);
  }

  /** An entry that is still on disk is brought in first, so that its words are pinned like any other. */
  private resolve(request: ResolveRequest): Resolution {
    const resolution = this.pins.resolve(this.loader.index(), request);
    const retry =
      !resolution.ok && resolution.code === 'UNKNOWN_PROMPT' && this.loader.fetchFromFile(request.name);
    return retry ? this.pins.resolve(this.loader.index(), request) : resolution;
  }

  private filePin(request: ResolveRequest): Served | undefined {
    const pinned = this.filePins.size === 0 ? undefined : this.filePins.get(keyOf(request));
    return pinned && this.loader.index().prompts.get(request.name)?.archived !== true ? pinned : undefined;
  }
}

// NUL cannot be in a prompt's name.
function keyOf({ name, version, label }: ResolveRequest): string {
  return `${name}\0${version ?? ''}\0${label ?? ''}`;
}
