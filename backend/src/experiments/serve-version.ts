import type { Mutation } from '../identity/mutations.service';
import type { Prompt } from '../prompts/prompt.entity';
import { appendVersion } from '../versions/append-version';
import { moveLabel } from '../versions/move-label';
import { PromptVersion } from '../versions/prompt-version.entity';
import { verifiedContent, wordsOf } from '../versions/stored-content';
import type { ServedState } from './served-state';

/** What the prompt's row must say afterwards. */
export interface PromptAfter {
  readonly latestVersion?: number;
  readonly words?: string;
  readonly updatedBy: string;
}

interface Wanted {
  readonly version: number;
  /** Who it is written down for; what it may do is the actor's. */
  readonly author: string;
  readonly message: string;
}

/**
 * Makes a locked prompt serve the words of one of its versions: the label it serves is moved there, or a new version is
 * restored from it when it serves the latest. Words that are served already are left as they are.
 * @throws DomainError LABEL_PROTECTED, VERSION_CORRUPT.
 */
export async function serveVersion(
  mutation: Mutation,
  prompt: Prompt,
  now: ServedState,
  { version, author, message }: Wanted,
): Promise<{ readonly after: ServedState; readonly prompt: PromptAfter }> {
  const promptId = prompt.id;
  const wanted = await mutation.manager.findOneByOrFail(PromptVersion, { promptId, version });
  const { contentHash } = wanted;
  const { serves } = now;
  if (serves !== 'latest') {
    const named: Mutation = { ...mutation, actor: { ...mutation.actor, name: author } };
    await moveLabel(named, prompt, { label: serves, version, reason: message });
    return { after: { serves, version, contentHash }, prompt: { updatedBy: author } };
  }
  if (contentHash === now.contentHash) return { after: now, prompt: { updatedBy: author } };
  const content = verifiedContent(wanted);
  const restored = await appendVersion(mutation, prompt, {
    content,
    variables: wanted.variables,
    author,
    message,
    parentVersion: prompt.latestVersion,
    restoredFrom: version,
  });
  return {
    after: { serves, version: restored.version, contentHash },
    prompt: { latestVersion: restored.version, words: wordsOf(content), updatedBy: author },
  };
}
