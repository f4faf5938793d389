import { Injectable } from '@nestjs/common';
import type { Actor } from '../identity/principal';
import { MutationsService, type Mutation } from '../identity/mutations.service';
import { DomainError, invalidField } from '../problems/domain-error';
import type { Prompt } from '../prompts/prompt.entity';
import { PromptsService } from '../prompts/prompts.service';
import { appendVersion } from './append-version';
import { checkedContent, typeOfContent, type CheckedContent } from './checked-content';
import { contentHash } from './content-hash';
import { promptEtag, requirePrecondition, requireSameVersion, type Precondition } from './etag';
import { storedTags } from './field-rules';
import { moveLabels } from './move-label';
import type { Tagged } from './prompt-detail.query';
import { PromptLabel } from './prompt-label.entity';
import type { CreatePromptDto } from './prompt.dto';
import { PromptVersion } from './prompt-version.entity';
import { refuseArchived } from './refuse-archived';
import { verifiedContent, wordsOf } from './stored-content';
import {
  toVersionDto,
  type PublishDto,
  type PublishedVersionDto,
  type RollbackDto,
  type VersionDto,
} from './version.dto';

/** Makes versions: the first of a prompt, the next, and one that brings an earlier one back. */
@Injectable()
export class PublishingService {
  constructor(
    private readonly mutations: MutationsService,
    private readonly prompts: PromptsService,
  ) {}

  /**
   * Creates a prompt with version 1 and its labels; answers the prompt's id.
   * @throws DomainError NAME_TAKEN, TEMPLATE_INVALID, LABEL_PROTECTED, INVALID_INPUT.
   */
  async create(actor: Actor, dto: CreatePromptDto): Promise<string> {
    const { content, config = {}, templateFormat = 'f-string', labels = [], serves = 'latest' } = dto;
    const checked = checkedContent({
      type: dto.type ?? typeOfContent(content),
      templateFormat,
      content,
      config,
    });
    if (serves !== 'latest' && !labels.includes(serves))
      throw invalidField(
        'serves',
        `the label "${serves}" must be among "labels", so that there is something to serve`,
      );
    return this.mutations.run(actor, async (mutation) => {
      const prompt = await this.prompts.insert(mutation, {
        name: dto.name,
        description: dto.description ?? '',
        agentRole: dto.agentRole ?? null,
        depth: dto.depth ?? null,
        strategy: dto.strategy ?? null,
        domain: dto.domain ?? null,
        tags: storedTags(dto.tags ?? []),
        type: checked.content.type,
        serves,
        createdBy: actor.name,
      });
      const version = await appendVersion(mutation, prompt, {
        ...checked,
        author: actor.name,
        message: dto.message ?? '',
        parentVersion: null,
      });
      await moveLabels(mutation, prompt, labels, version.version, 'Set when the prompt was created');
      await this.finish(mutation, prompt, version, 'prompt.created', labels);
      return prompt.id;
    });
  }

  /**
   * Publishes new words on top of what the precondition names. Words that are the latest ones make no version.
   * @throws DomainError PROMPT_NOT_FOUND, PROMPT_ARCHIVED, PRECONDITION_REQUIRED, VERSION_CONFLICT, TEMPLATE_INVALID, LABEL_PROTECTED.
   */
  async publish(
    actor: Actor,
    idOrName: string,
    dto: PublishDto,
    precondition: Precondition,
  ): Promise<Tagged<PublishedVersionDto>> {
    requirePrecondition(precondition);
    return this.mutations.run(actor, async (mutation) => {
      const prompt = await this.prompts.lock(mutation, idOrName);
      refuseArchived(prompt);
      requireSameVersion(precondition, prompt);
      const latest = await this.stored(mutation, prompt, prompt.latestVersion);
      const checked = contentOnTopOf(latest, dto, prompt.type);
      const created = contentHash(checked.content) !== latest.contentHash;
      const version = created
        ? await appendVersion(mutation, prompt, {
            ...checked,
            author: actor.name,
            message: dto.message ?? '',
            parentVersion: latest.version,
          })
        : latest;
      const moved = await moveLabels(
        mutation,
        prompt,
        dto.moveLabels ?? [],
        version.version,
        dto.message ?? '',
      );
      const labels = await labelsTo(mutation, version);
      const action = created ? 'version.published' : 'labels.moved';
      const after =
        created || moved.length > 0 ? await this.finish(mutation, prompt, version, action, moved) : prompt;
      return { etag: promptEtag(after), body: { ...toVersionDto(version, prompt.name, labels), created } };
    });
  }

  /**
   * Brings the words of an earlier version back as a new version.
   * @throws DomainError PROMPT_NOT_FOUND, VERSION_NOT_FOUND, PROMPT_ARCHIVED, VERSION_CONFLICT, VERSION_CORRUPT.
   */
  async rollback(
    actor: Actor,
    idOrName: string,
    dto: RollbackDto,
    precondition: Precondition,
  ): Promise<Tagged<VersionDto>> {
    return this.mutations.run(actor, async (mutation) => {
      const prompt = await this.prompts.lock(mutation, idOrName);
      refuseArchived(prompt);
      requireSameVersion(precondition, prompt);
      const restored = await this.stored(mutation, prompt, dto.version);
      const version = await appendVersion(mutation, prompt, {
        content: verifiedContent(restored),
        variables: restored.variables,
        author: actor.name,
        message: dto.message ?? `Rollback to version ${dto.version}`,
        parentVersion: prompt.latestVersion,
        restoredFrom: dto.version,
      });
      const after = await this.finish(mutation, prompt, version, 'version.rolled_back', []);
      return { etag: promptEtag(after), body: toVersionDto(version, prompt.name, []) };
    });
  }

  private async stored({ manager }: Mutation, prompt: Prompt, version: number): Promise<PromptVersion> {
    const found = await manager.findOneBy(PromptVersion, { promptId: prompt.id, version });
    if (!found) throw new DomainError('VERSION_NOT_FOUND', `"${prompt.name}" has no version ${version}`);
    return found;
  }

  /** The prompt's row and the audit, last: the row of the revision is shared by all prompts. */
  private async finish(
    mutation: Mutation,
    prompt: Prompt,
    version: PromptVersion,
    action: string,
    labels: readonly string[],
  ): Promise<Prompt> {
    const isNew = version.version > prompt.latestVersion;
    const change = isNew ? { latestVersion: version.version, words: wordsOf(verifiedContent(version)) } : {};
    const changed = await this.prompts.change(mutation, prompt, change, { resolvable: true });
    const { restoredFrom } = version;
    await mutation.audit({
      action,
      subjectType: 'prompt',
      subjectId: prompt.id,
      subjectName: prompt.name,
      before: prompt.latestVersion === 0 ? null : { version: prompt.latestVersion },
      after: {
        version: version.version,
        ...(labels.length ? { labels } : {}),
        ...(restoredFrom ? { restoredFrom } : {}),
      },
    });
    return changed;
  }
}

/** The labels that point to a version, as the transaction sees them. */
async function labelsTo({ manager }: Mutation, { promptId, version }: PromptVersion): Promise<string[]> {
  const rows = await manager.findBy(PromptLabel, { promptId, version });
  return rows.map(({ label }) => label).sort();
}

/** @throws DomainError INVALID_INPUT when a text prompt is sent messages or the other way round, TEMPLATE_INVALID. */
function contentOnTopOf(latest: PromptVersion, dto: PublishDto, type: 'text' | 'chat'): CheckedContent {
  const { content, templateFormat = latest.templateFormat, config = latest.config } = dto;
  if (typeOfContent(content) !== type)
    throw invalidField(
      'content',
      type === 'chat'
        ? 'must be a list of messages: this is a chat prompt'
        : 'must be a text: this is a text prompt',
    );
  return checkedContent({ type, templateFormat, content, config });
}
