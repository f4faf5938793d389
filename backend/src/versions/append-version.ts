import { randomUUID } from 'node:crypto';
import type { QueryDeepPartialEntity } from 'typeorm';
import type { Mutation } from '../identity/mutations.service';
import type { Prompt } from '../prompts/prompt.entity';
import { momentOf } from '../prompts/prompts.service';
import type { CheckedContent } from './checked-content';
import { contentHash } from './content-hash';
import { PromptVersion } from './prompt-version.entity';
import { versionNotice } from './prompt-notice';
import { recordServed } from './served-interval';
import { toColumns } from './stored-content';

interface Draft extends CheckedContent {
  readonly author: string;
  readonly message: string;
  readonly parentVersion: number | null;
  readonly restoredFrom?: number;
}

/** Adds the next version of a locked prompt; numbers have no gaps because the prompt's row is the lock. */
export async function appendVersion(
  mutation: Mutation,
  prompt: Prompt,
  draft: Draft,
): Promise<PromptVersion> {
  const { manager } = mutation;
  const createdAt = momentOf(mutation, prompt);
  const version: PromptVersion = {
    id: randomUUID(),
    promptId: prompt.id,
    version: prompt.latestVersion + 1,
    ...toColumns(draft.content),
    variables: draft.variables,
    contentHash: contentHash(draft.content),
    author: draft.author,
    message: draft.message,
    parentVersion: draft.parentVersion,
    restoredFrom: draft.restoredFrom ?? null,
    createdAt,
  };
  // TypeORM's type for inserts does not know that JSON may hold anything.
  await manager.insert(PromptVersion, version as QueryDeepPartialEntity<PromptVersion>);
  if (prompt.serves === 'latest')
    await recordServed(manager, prompt.id, { version: version.version, label: null }, createdAt);
  await mutation.tell(versionNotice(prompt.id, version.version));
  return version;
}
