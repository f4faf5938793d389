import type { Mutation } from '../identity/mutations.service';
import { DomainError } from '../problems/domain-error';
import type { Prompt } from '../prompts/prompt.entity';
import { PromptLabel } from '../versions/prompt-label.entity';
import { PromptVersion } from '../versions/prompt-version.entity';

/** What a prompt serves outside experiments at some moment. */
export interface ServedState {
  /** `latest` or a label. */
  readonly serves: string;
  readonly version: number;
  readonly contentHash: string;
}

/** What a locked prompt serves now. */
export async function servedState({ manager }: Mutation, prompt: Prompt): Promise<ServedState> {
  const { id: promptId, serves } = prompt;
  const version =
    serves === 'latest'
      ? prompt.latestVersion
      : (await manager.findOneBy(PromptLabel, { promptId, label: serves }))?.version;
  if (version === undefined)
    throw new DomainError('LABEL_NOT_FOUND', `"${prompt.name}" serves "${serves}", which is not set`);
  const { contentHash } = await manager.findOneByOrFail(PromptVersion, { promptId, version });
  return { serves, version, contentHash };
}

/** Whether a plain resolve gets other words, or by another way, than it did then. The way back is no move. */
export function hasMoved(then: ServedState, now: ServedState): boolean {
  return then.serves !== now.serves || then.contentHash !== now.contentHash;
}
