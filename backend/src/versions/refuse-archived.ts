import { DomainError } from '../problems/domain-error';
import type { Prompt } from '../prompts/prompt.entity';

/** @throws DomainError PROMPT_ARCHIVED: an archived prompt can only be read and restored. */
export function refuseArchived({ name, archivedAt }: Prompt): void {
  if (archivedAt) throw new DomainError('PROMPT_ARCHIVED', `"${name}" is archived; restore it first`);
}
