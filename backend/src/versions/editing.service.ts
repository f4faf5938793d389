import { Injectable } from '@nestjs/common';
import type { Actor } from '../identity/principal';
import { MutationsService, type Mutation } from '../identity/mutations.service';
import { invalidField } from '../problems/domain-error';
import type { Prompt } from '../prompts/prompt.entity';
import { momentOf, PromptsService } from '../prompts/prompts.service';
import { requireSameState, type Precondition } from './etag';
import { storedTags } from './field-rules';
import { refuseProtected } from './move-label';
import { PromptLabel } from './prompt-label.entity';
import type { UpdatePromptDto } from './prompt.dto';
import { refuseArchived } from './refuse-archived';
import { recordServed } from './served-interval';

type Edit = Partial<
  Pick<Prompt, 'description' | 'agentRole' | 'depth' | 'strategy' | 'domain' | 'tags' | 'serves'>
>;

const EDITABLE = ['description', 'agentRole', 'depth', 'strategy', 'domain', 'tags', 'serves'] as const;

/** Changes a prompt without changing its words: metadata, what it serves, the archive. */
@Injectable()
export class EditingService {
  constructor(
    private readonly mutations: MutationsService,
    private readonly prompts: PromptsService,
  ) {}

  /**
   * Changes metadata and what the prompt serves; what is the same already is no change.
   * @throws DomainError PROMPT_NOT_FOUND, PROMPT_ARCHIVED, VERSION_CONFLICT, LABEL_PROTECTED, INVALID_INPUT.
   */
  async edit(
    actor: Actor,
    idOrName: string,
    dto: UpdatePromptDto,
    precondition: Precondition,
  ): Promise<void> {
    await this.mutations.run(actor, async (mutation) => {
      const prompt = await this.prompts.lock(mutation, idOrName);
      refuseArchived(prompt);
      requireSameState(precondition, prompt);
      const edit = differences(prompt, dto);
      if (Object.keys(edit).length === 0) return;
      if (edit.serves !== undefined) await this.serve(mutation, prompt, edit.serves);
      await this.prompts.change(mutation, prompt, edit, { resolvable: edit.serves !== undefined });
      const before = Object.fromEntries(Object.keys(edit).map((key) => [key, prompt[key as keyof Edit]]));
      await mutation.audit({ action: 'prompt.edited', ...subject(prompt), before, after: { ...edit } });
    });
  }

  /**
   * Archives or restores a prompt; doing it twice is no change.
   * @throws DomainError PROMPT_NOT_FOUND, VERSION_CONFLICT.
   */
  async setArchived(
    actor: Actor,
    idOrName: string,
    archived: boolean,
    precondition: Precondition,
  ): Promise<void> {
    await this.mutations.run(actor, async (mutation) => {
      const prompt = await this.prompts.lock(mutation, idOrName);
      requireSameState(precondition, prompt);
      if ((prompt.archivedAt !== null) === archived) return;
      // As drastic as moving the label: nobody gets the words any more.
      if (archived) await refuseProtected(mutation, [prompt.serves]);
      const archivedAt = archived ? momentOf(mutation, prompt) : null;
      await this.prompts.change(mutation, prompt, { archivedAt }, { resolvable: true });
      await mutation.audit({ action: archived ? 'prompt.archived' : 'prompt.restored', ...subject(prompt) });
    });
  }

  private async serve(mutation: Mutation, prompt: Prompt, serves: string): Promise<void> {
    const { manager } = mutation;
    const pointer =
      serves === 'latest'
        ? null
        : await manager.findOneBy(PromptLabel, { promptId: prompt.id, label: serves });
    if (serves !== 'latest' && !pointer) throw invalidField('serves', `the prompt has no label "${serves}"`);
    // Turning away from a protected label would serve words that its admins have not let through.
    await refuseProtected(mutation, [prompt.serves]);
    await recordServed(
      manager,
      prompt.id,
      { version: pointer?.version ?? prompt.latestVersion, label: pointer ? serves : null },
      momentOf(mutation, prompt),
    );
  }
}

function differences(prompt: Prompt, dto: UpdatePromptDto): Edit {
  const wanted: Edit = { ...dto, ...(dto.tags ? { tags: storedTags(dto.tags) } : {}) };
  const changed = EDITABLE.filter(
    (key) => wanted[key] !== undefined && JSON.stringify(wanted[key]) !== JSON.stringify(prompt[key]),
  );
  return Object.fromEntries(changed.map((key) => [key, wanted[key]]));
}

function subject({ id, name }: Prompt) {
  return { subjectType: 'prompt', subjectId: id, subjectName: name };
}
