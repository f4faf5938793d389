import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import {
  DataSource,
  type EntityManager,
  type QueryDeepPartialEntity,
  type SelectQueryBuilder,
} from 'typeorm';
import { violatedConstraint } from '../problems/database-errors';
import { DomainError, invalidField } from '../problems/domain-error';
import type { Mutation } from '../identity/mutations.service';
import { isPromptId, problemOfName } from './prompt-name';
import { Prompt } from './prompt.entity';
import { searchable } from './searchable';

export { isPromptId, MAX_PROMPT_NAME_LENGTH, problemOfName, PROMPT_NAME_PATTERN } from './prompt-name';

/** What people say about a prompt, apart from its words. */
export type PromptMetadata = Pick<
  Prompt,
  'description' | 'agentRole' | 'depth' | 'strategy' | 'domain' | 'tags'
>;

export interface NewPrompt extends PromptMetadata {
  readonly name: string;
  readonly type: Prompt['type'];
  readonly serves: string;
  readonly createdBy: string;
}

interface PromptChange extends Partial<PromptMetadata> {
  readonly serves?: string;
  readonly latestVersion?: number;
  readonly archivedAt?: Date | null;
  /** The latest version's words, when they are new. */
  readonly words?: string;
  /** Who did it, when that is not the actor. */
  readonly updatedBy?: string;
}

/** Metadata weighs more than words: a name says best what a prompt is. */
const ABOUT = `setweight(to_tsvector('english', :searchName), 'A') || setweight(to_tsvector('english', :searchAbout), 'B')`;
const NEW_WORDS = `to_tsvector('english', :searchWords) || ${ABOUT}`;
/** Words have the weight D; keeping those and replacing the rest needs no look at the words. */
const SAME_WORDS = `ts_filter(search, '{d}') || ${ABOUT}`;

/** Owns the row of a prompt: identity, metadata, tags, archive. What it says and serves is the versions module's. */
@Injectable()
export class PromptsService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The prompt with this id or exact name, archived or not.
   * @throws DomainError PROMPT_NOT_FOUND.
   */
  async find(idOrName: string, manager: EntityManager = this.dataSource.manager): Promise<Prompt> {
    return orNotFound(await byIdOrName(manager, idOrName).getOne(), idOrName);
  }

  /**
   * The prompt, locked until the mutation ends: every change to a prompt or its versions starts here.
   * @throws DomainError PROMPT_NOT_FOUND.
   */
  async lock({ manager }: Mutation, idOrName: string): Promise<Prompt> {
    return orNotFound(await byIdOrName(manager, idOrName).setLock('pessimistic_write').getOne(), idOrName);
  }

  /** The prompt whose name differs at most in case, locked until the mutation ends; `null` when there is none. */
  async lockNamedLike({ manager }: Mutation, name: string): Promise<Prompt | null> {
    return manager
      .createQueryBuilder(Prompt, 'p')
      .where('lower(p.name) = lower(:name)', { name })
      .setLock('pessimistic_write')
      .getOne();
  }

  /**
   * Adds the row of a prompt without versions yet.
   * @throws DomainError NAME_TAKEN, INVALID_INPUT for an impossible name.
   */
  async insert({ manager, at, actor }: Mutation, { createdBy, ...values }: NewPrompt): Promise<Prompt> {
    const problem = problemOfName(values.name);
    if (problem) throw invalidField('name', problem);
    const prompt: Omit<Prompt, 'search'> = {
      ...values,
      id: randomUUID(),
      latestVersion: 0,
      editCount: 0,
      changedRevision: '0',
      createdBy,
      createdAt: at,
      updatedBy: actor.name,
      updatedAt: at,
      archivedAt: null,
    };
    try {
      await manager.insert(Prompt, { ...prompt, search: '' });
    } catch (error) {
      if (violatedConstraint(error) !== 'prompt_name_unique') throw error;
      throw new DomainError(
        'NAME_TAKEN',
        `There is a prompt "${values.name}" already (archived ones and other cases count)`,
      );
    }
    return prompt as Prompt;
  }

  /**
   * Writes a change of a locked prompt and answers the row after it. Comes last in its mutation: the row of the revision,
   * which all prompts share, must be locked for as short as possible. `resolvable`: a resolve may now answer otherwise.
   * @throws DomainError PROMPT_ON_TRIAL when it would be archived with an experiment on trial.
   */
  async change(
    mutation: Mutation,
    prompt: Prompt,
    change: PromptChange,
    { resolvable }: { resolvable: boolean },
  ): Promise<Prompt> {
    const { words, updatedBy = mutation.actor.name, ...columns } = change;
    // A new version shows in the ETag by its number, everything else by the count.
    const editCount = columns.latestVersion === undefined ? prompt.editCount + 1 : prompt.editCount;
    const changed: Prompt = {
      ...prompt,
      ...columns,
      editCount,
      updatedBy,
      updatedAt: momentOf(mutation, prompt),
    };
    const values: QueryDeepPartialEntity<Prompt> = {
      ...columns,
      editCount,
      updatedBy,
      updatedAt: changed.updatedAt,
    };
    if (words !== undefined) values.search = () => NEW_WORDS;
    else if (columns.description !== undefined || columns.tags) values.search = () => SAME_WORDS;
    if (resolvable) values.changedRevision = String(await mutation.revision());
    try {
      await mutation.manager
        .createQueryBuilder()
        .update(Prompt)
        .set(values)
        .where('id = :promptId', { promptId: prompt.id })
        .setParameters(values.search ? searchParameters(changed, words ?? '') : {})
        .execute();
    } catch (error) {
      // The database knows experiments, this module does not.
      if (violatedConstraint(error) !== 'prompt_not_on_trial') throw error;
      throw new DomainError(
        'PROMPT_ON_TRIAL',
        `An experiment is on trial on "${prompt.name}"; complete or stop it first`,
      );
    }
    return changed;
  }
}

/**
 * The time of a change to a locked prompt. Mutations get their time before they wait for the lock, so that of the one
 * that got it later may be earlier: a prompt's own time never runs backwards.
 */
export function momentOf({ at }: Mutation, { updatedAt }: Prompt): Date {
  return at < updatedAt ? updatedAt : at;
}

function byIdOrName(manager: EntityManager, idOrName: string): SelectQueryBuilder<Prompt> {
  const query = manager.createQueryBuilder(Prompt, 'p');
  if (isPromptId(idOrName)) return query.where('p.id = :id', { id: idOrName });
  // The index is on lower(name).
  return query.where('lower(p.name) = lower(:name) AND p.name = :name', { name: idOrName });
}

function orNotFound(prompt: Prompt | null, idOrName: string): Prompt {
  if (!prompt) throw promptNotFound(idOrName);
  return prompt;
}

/** The refusal of an id or name that no prompt has. */
export function promptNotFound(idOrName: string): DomainError {
  return new DomainError('PROMPT_NOT_FOUND', `There is no prompt "${idOrName.slice(0, 200)}"`);
}

function searchParameters({ name, description, tags }: Prompt, words: string): Record<string, string> {
  return {
    // PostgreSQL reads "folder/name" and "a-b" as one word each.
    searchName: name.replace(/[/_.-]+/g, ' '),
    searchAbout: [description, ...tags].join('\n'),
    searchWords: searchable(words),
  };
}
