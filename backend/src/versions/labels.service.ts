import { Injectable } from '@nestjs/common';
import type { Actor } from '../identity/principal';
import { MutationsService } from '../identity/mutations.service';
import { DomainError } from '../problems/domain-error';
import { PromptsService } from '../prompts/prompts.service';
import { requireSameVersion, type Precondition } from './etag';
import type { LabelDto, MoveLabelDto } from './label.dto';
import { moveLabel } from './move-label';
import { PromptLabel } from './prompt-label.entity';
import { PromptVersion } from './prompt-version.entity';
import { refuseArchived } from './refuse-archived';

/** Moves labels, with history. */
@Injectable()
export class LabelsService {
  constructor(
    private readonly mutations: MutationsService,
    private readonly prompts: PromptsService,
  ) {}

  /**
   * Points a label to a version; the label is made when it is new. Moving it to where it is changes nothing.
   * @throws DomainError PROMPT_NOT_FOUND, VERSION_NOT_FOUND, PROMPT_ARCHIVED, LABEL_PROTECTED, VERSION_CONFLICT.
   */
  async move(
    actor: Actor,
    idOrName: string,
    label: string,
    dto: MoveLabelDto,
    precondition: Precondition,
  ): Promise<LabelDto> {
    const { version, from: expected, reason = '' } = dto;
    return this.mutations.run(actor, async (mutation) => {
      const { manager } = mutation;
      const prompt = await this.prompts.lock(mutation, idOrName);
      refuseArchived(prompt);
      requireSameVersion(precondition, prompt);
      if (!(await manager.existsBy(PromptVersion, { promptId: prompt.id, version })))
        throw new DomainError('VERSION_NOT_FOUND', `"${prompt.name}" has no version ${version}`);
      const { moved, from } = await moveLabel(mutation, prompt, { label, version, reason });
      // What was done already may be asked for again; a refusal rolls the move back.
      if (moved && expected !== undefined && expected !== from) throw movedMeanwhile(label, from);
      if (moved) {
        await this.prompts.change(mutation, prompt, {}, { resolvable: true });
        await mutation.audit({
          action: 'label.moved',
          subjectType: 'prompt',
          subjectId: prompt.id,
          subjectName: prompt.name,
          before: { label, version: from },
          after: { label, version },
        });
      }
      const { updatedAt, updatedBy } = await manager.findOneByOrFail(PromptLabel, {
        promptId: prompt.id,
        label,
      });
      return { label, version, updatedAt, updatedBy };
    });
  }

  /**
   * Removes a label; its history stays.
   * @throws DomainError PROMPT_NOT_FOUND, LABEL_NOT_FOUND, LABEL_IN_USE, PROMPT_ARCHIVED, LABEL_PROTECTED, VERSION_CONFLICT.
   */
  async remove(actor: Actor, idOrName: string, label: string, precondition: Precondition): Promise<void> {
    await this.mutations.run(actor, async (mutation) => {
      const prompt = await this.prompts.lock(mutation, idOrName);
      refuseArchived(prompt);
      requireSameVersion(precondition, prompt);
      if (prompt.serves === label)
        throw new DomainError(
          'LABEL_IN_USE',
          `"${prompt.name}" serves "${label}"; make it serve something else first`,
        );
      const { moved, from } = await moveLabel(mutation, prompt, { label, version: null, reason: '' });
      if (!moved) throw new DomainError('LABEL_NOT_FOUND', `"${prompt.name}" has no label "${label}"`);
      await this.prompts.change(mutation, prompt, {}, { resolvable: true });
      await mutation.audit({
        action: 'label.removed',
        subjectType: 'prompt',
        subjectId: prompt.id,
        subjectName: prompt.name,
        before: { label, version: from },
      });
    });
  }
}

function movedMeanwhile(label: string, at: number | null): DomainError {
  const where = at === null ? 'is nowhere' : `is at version ${at}`;
  return new DomainError('VERSION_CONFLICT', `Somebody has moved "${label}" meanwhile: it ${where} now`);
}
