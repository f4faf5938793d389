import type {
  Resolution,
  ResolveFailure,
  ResolveFailureCode,
  Resolved,
  ResolveReason,
  ResolveSource,
} from './resolution';
import type { SnapshotPrompt, SnapshotVersion } from './snapshot';

/**
 * Makes a failed resolution.
 *
 * @example failure('UNKNOWN_PROMPT', 'greeting', 9)
 */
export function failure(
  code: ResolveFailureCode,
  name: string,
  revision: number,
  version: number | null = null,
  notInSnapshot = false,
): ResolveFailure {
  return { ok: false, code, name, version, notInSnapshot, revision };
}

/**
 * Makes the answers of one prompt; each is frozen, because resolve hands the same object to many callers.
 *
 * @example new PromptAnswers(prompt, 9).words(3, null, 'no_experiment')
 */
export class PromptAnswers {
  constructor(
    readonly prompt: SnapshotPrompt,
    private readonly revision: number,
  ) {}

  /** A version by its place in the precedence; a failure that says whether the server may have it when it is not here. */
  answer(
    version: number,
    source: ResolveSource,
    reason: ResolveReason,
    label: string | null,
    experiment: Resolved['experiment'] = null,
  ): Resolution {
    const { id, name, latest } = this.prompt;
    const content = this.find(version);
    if (content === null) {
      const mayExist = Number.isInteger(version) && version >= 1 && version <= latest;
      return Object.freeze(failure('UNKNOWN_VERSION', name, this.revision, version, mayExist));
    }
    const { type, contentHash } = content;
    const revision = this.revision;
    return Object.freeze<Resolved>({
      ok: true,
      promptId: id,
      name,
      version,
      type,
      content,
      contentHash,
      source,
      reason,
      label,
      experiment,
      revision,
    });
  }

  /** What a plain resolve serves without an experiment; `version` undefined = nothing. */
  words(version: number | undefined, label: string | null, reason: ResolveReason): Resolution {
    if (version === undefined || version === 0)
      return Object.freeze(failure('NOTHING_SERVED', this.prompt.name, this.revision));
    return this.answer(version, label === null ? 'latest' : 'label', reason, label);
  }

  /** The version a label stands for now; `latest` is a label everywhere. */
  labelled(label: string): number | undefined {
    const { latest, labels } = this.prompt;
    if (label === 'latest') return latest;
    return Object.hasOwn(labels, label) ? labels[label] : undefined;
  }

  private find(version: number): SnapshotVersion | null {
    // A handful of versions: scanning is as quick as a Map and costs no memory.
    for (const candidate of this.prompt.versions)
      if (candidate?.version === version && isUsable(candidate)) return candidate;
    return null;
  }
}

// A snapshot can come from a disk or from a server of another release: what is handed out must at least have words.
function isUsable(candidate: SnapshotVersion): boolean {
  const words =
    candidate.type === 'text' ? typeof candidate.content === 'string' : Array.isArray(candidate.content);
  return words && typeof candidate.contentHash === 'string';
}
