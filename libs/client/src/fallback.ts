import {
  resolve,
  type ResolveFailure,
  type ResolveRequest,
  type SnapshotVersion,
} from '@prompt-registry/resolver';
import type { ExplicitVersions } from './explicit-versions';
import type { PromptFiles } from './prompt-files';
import {
  ArchivedPromptError,
  PromptRegistryError,
  UnknownLabelError,
  UnknownPromptError,
  UnknownVersionError,
} from './registry-errors';
import type { Served, ServedReason } from './served';
import type { SnapshotStore } from './snapshot-store';

/**
 * What is served when the snapshot in memory has no answer: the entry that is still in the file of the last good snapshot, a
 * version that was read by itself, the prompt file, and at last a typed error. Off the hot path.
 *
 * @example const served = fallback.find(failure, request);
 */
export class Fallback {
  private readonly names: ReadonlySet<string> | null;

  constructor(
    private readonly store: SnapshotStore,
    private readonly explicit: ExplicitVersions,
    private readonly files: PromptFiles | null,
    names: readonly string[] | null,
  ) {
    this.names = names === null ? null : new Set(names);
  }

  /**
   * The next best answer to a failed resolve.
   * @throws PromptRegistryError of the failure's kind.
   */
  find(failure: ResolveFailure, request: ResolveRequest): Served {
    const { name, version, label } = request;
    switch (failure.code) {
      case 'ARCHIVED':
        throw new ArchivedPromptError(name);
      case 'UNKNOWN_LABEL':
        throw new UnknownLabelError(name, label ?? '');
      case 'NOTHING_SERVED':
        throw new PromptRegistryError(
          'NOTHING_SERVED',
          `The prompt "${name}" serves a label that is not set`,
        );
      case 'UNKNOWN_VERSION':
        return version === undefined
          ? this.unusable(request, failure.version)
          : this.explicitVersion(failure, version);
      case 'INVALID_ENTRY':
        return this.unusable(request, failure.version);
      case 'UNKNOWN_PROMPT':
        return this.unknownPrompt(request);
    }
  }

  /** The next best answer when the words of a resolution are not what their hash says, or cannot be read. */
  instead(request: ResolveRequest, version: number | null): Served {
    return this.unusable(request, version);
  }

  private unknownPrompt(request: ResolveRequest): Served {
    const { name, version, label } = request;
    if (this.store.fetchFromFile(name)) {
      const resolution = resolve(this.store.index, request);
      return resolution.ok ? resolution : this.find(resolution, request);
    }
    if (version !== undefined) return this.explicitVersion({ name, notInSnapshot: true }, version);
    const known = this.store.origin !== 'none';
    const selected = this.names === null || this.names.has(name);
    // The registry itself says that there is no such prompt, and so no such label.
    const file =
      known && selected && label !== undefined && label !== 'latest'
        ? undefined
        : this.file(name, null, whyFile(known, selected));
    if (file) return file;
    const who =
      known && selected
        ? 'neither the registry nor a prompt file has it'
        : 'it is in no prompt file, and the registry was not reached yet';
    throw new UnknownPromptError(
      name,
      known && !selected ? 'the option "names" leaves it out, and no prompt file has it' : who,
    );
  }

  private explicitVersion(
    { name, notInSnapshot }: Pick<ResolveFailure, 'name' | 'notInSnapshot'>,
    version: number,
  ): Served {
    const read = this.explicit.get(name, version);
    if (read) {
      const { promptId, content } = read;
      const { contentHash } = content;
      return {
        promptId,
        name,
        version,
        content,
        contentHash,
        source: 'version',
        reason: 'pinned_version',
        label: null,
        experiment: null,
      };
    }
    throw new UnknownVersionError(name, version, notInSnapshot ? 'VERSION_NOT_LOADED' : 'UNKNOWN_VERSION');
  }

  /** The registry knows the prompt, but its words did not come whole. The file may have exactly these words. */
  private unusable({ name, version: asked }: ResolveRequest, version: number | null): Served {
    const read = version === null ? undefined : this.explicit.get(name, version);
    if (read && asked === version)
      return this.explicitVersion({ name, notInSnapshot: true }, read.content.version);
    const file = this.file(name, asked ?? null, 'entry_unusable');
    if (file) return file;
    throw new PromptRegistryError(
      'PROMPT_UNUSABLE',
      `The words of "${name}" that came from the registry do not match their checksum, and no prompt file has it`,
    );
  }

  private file(name: string, only: number | null, reason: ServedReason): Served | undefined {
    const file = this.files?.find(name);
    if (!file) return undefined;
    const known = file.contentHash === null ? undefined : this.versionWithHash(name, file.contentHash);
    // A version number is a promise.
    if (only !== null && known?.version !== only) return undefined;
    const promptId = this.store.index.prompts.get(name)?.answers.prompt.id ?? null;
    const { content } = file;
    const { version = null, contentHash = null } = known ?? {};
    return {
      promptId,
      name,
      version,
      content,
      contentHash,
      source: 'file',
      reason,
      label: null,
      experiment: null,
    };
  }

  private versionWithHash(name: string, hash: string): SnapshotVersion | undefined {
    return this.store.index.prompts
      .get(name)
      ?.answers.prompt.versions.find(({ contentHash }) => contentHash === hash);
  }
}

function whyFile(known: boolean, selected: boolean): ServedReason {
  if (!known) return 'registry_unknown';
  return selected ? 'not_in_registry' : 'not_selected';
}
