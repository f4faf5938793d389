import { In } from 'typeorm';
import { allows } from '../identity/principal';
import type { Mutation } from '../identity/mutations.service';
import { DomainError } from '../problems/domain-error';
import type { Prompt } from '../prompts/prompt.entity';
import { momentOf } from '../prompts/prompts.service';
import { LabelMove } from './label-move.entity';
import { PromptLabel } from './prompt-label.entity';
import { labelNotice } from './prompt-notice';
import { ProtectedLabel } from './protected-label.entity';
import { recordServed } from './served-interval';

interface Move {
  readonly label: string;
  /** `null` removes the label. */
  readonly version: number | null;
  readonly reason: string;
}

/**
 * Points a label of a locked prompt to a version that exists, with a row of history; what the prompt serves follows.
 * Answers where it pointed before; a label that is there already makes no history.
 * @throws DomainError LABEL_PROTECTED.
 */
export async function moveLabel(
  mutation: Mutation,
  prompt: Prompt,
  { label, version, reason }: Move,
): Promise<{ moved: boolean; from: number | null }> {
  const { manager, actor } = mutation;
  const key = { promptId: prompt.id, label };
  const from = (await manager.findOneBy(PromptLabel, key))?.version ?? null;
  if (from === version) return { moved: false, from };
  await refuseProtected(mutation, [label]);
  const at = momentOf(mutation, prompt);
  const pointer = { version, updatedAt: at, updatedBy: actor.name };
  if (version === null) await manager.delete(PromptLabel, key);
  else if (from === null) await manager.insert(PromptLabel, { ...key, ...pointer, version });
  else await manager.update(PromptLabel, key, { ...pointer, version });
  await manager.insert(LabelMove, {
    ...key,
    fromVersion: from,
    toVersion: version,
    reason,
    movedBy: actor.name,
    at,
  });
  if (version !== null && prompt.serves === label)
    await recordServed(manager, prompt.id, { version, label }, at);
  await mutation.tell(labelNotice(prompt.id, label));
  return { moved: true, from };
}

/** Moves several labels to one version; answers those that were elsewhere. */
export async function moveLabels(
  mutation: Mutation,
  prompt: Prompt,
  labels: readonly string[],
  version: number,
  reason: string,
): Promise<string[]> {
  const moved: string[] = [];
  for (const label of labels)
    if ((await moveLabel(mutation, prompt, { label, version, reason })).moved) moved.push(label);
  return moved;
}

/** @throws DomainError LABEL_PROTECTED when one of the labels is protected and the actor is no admin. */
export async function refuseProtected(
  { manager, actor }: Mutation,
  labels: readonly string[],
): Promise<void> {
  if (labels.length === 0 || allows(actor.scopes, 'admin')) return;
  const found = await manager.findOneBy(ProtectedLabel, { label: In([...labels]) });
  if (found)
    throw new DomainError(
      'LABEL_PROTECTED',
      `The label "${found.label}" is protected: only an admin may move it or what it decides`,
    );
}
