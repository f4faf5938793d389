import { Injectable } from '@nestjs/common';
import {
  resolve,
  type ResolveFailure,
  type SnapshotIndex,
  type SnapshotVersion,
} from '@prompt-registry/resolver';
import { SnapshotService } from '../experiments/snapshot.service';
import { DomainError } from '../problems/domain-error';
import { PromptFilesService } from '../versions/prompt-files.service';
import { PreparedAnswer, preparedAnswer } from './prepared-answer';
import type { ResolveInput } from './resolve-input';
import { servedWords } from './served-words';

/** What all answers of one call are made from. */
export interface ResolveMoment {
  readonly index: SnapshotIndex;
  readonly stale: boolean;
}

/**
 * Finds the words of a request: in the snapshot, by the resolver's pure function; an explicit version that is not there by
 * one read; a prompt the registry does not know in its prompt file.
 */
@Injectable()
export class ResolveService {
  constructor(
    private readonly snapshot: SnapshotService,
    private readonly files: PromptFilesService,
  ) {}

  /** The state of this moment; a batch answers all its requests from one. */
  moment(): ResolveMoment {
    return { index: this.snapshot.current().index, stale: this.snapshot.isStale() };
  }

  /**
   * The answer, at once from memory; a promise only for an explicit version that must be read.
   * @throws DomainError PROMPT_NOT_FOUND, VERSION_NOT_FOUND, LABEL_NOT_FOUND, VERSION_CORRUPT, DATABASE_UNAVAILABLE.
   */
  find(moment: ResolveMoment, input: ResolveInput): PreparedAnswer | Promise<PreparedAnswer> {
    const resolution = resolve(moment.index, input);
    if (resolution.ok) return preparedAnswer(resolution);
    if (resolution.code === 'UNKNOWN_PROMPT') return this.fromFile(moment, input);
    if (resolution.code === 'UNKNOWN_VERSION' && resolution.notInSnapshot && input.version !== undefined)
      return this.explicitVersion(moment.index, input.name, input.version);
    throw refusal(resolution, input);
  }

  private explicitVersion(
    index: SnapshotIndex,
    name: string,
    version: number,
  ): PreparedAnswer | Promise<PreparedAnswer> {
    const promptId = index.prompts.get(name)?.answers.prompt.id ?? '';
    const answer = (content: SnapshotVersion | null) => {
      if (!content) throw noSuchVersion(name, version);
      const provenance = {
        promptId,
        name,
        source: 'version',
        reason: 'pinned_version',
        experiment: null,
      } as const;
      return new PreparedAnswer(provenance, servedWords(content, content));
    };
    const found = this.snapshot.version(promptId, version);
    return found instanceof Promise ? found.then(answer) : answer(found);
  }

  /** With the database away, a label or `latest` is better answered from the file than not at all; a version number is a promise. */
  private fromFile({ stale }: ResolveMoment, { name, version, label }: ResolveInput): PreparedAnswer {
    const file = this.files.find(name);
    if (version !== undefined && stale) throw outOfReach(name, version);
    if (!file && stale)
      throw new DomainError(
        'PROMPT_NOT_FOUND',
        `The database does not answer, and neither the last snapshot nor the prompt files have ${quote(name)}`,
      );
    if (!file) throw new DomainError('PROMPT_NOT_FOUND', `There is no prompt ${quote(name)}`);
    if (version !== undefined) throw noSuchVersion(name, version);
    if (label !== undefined && label !== 'latest' && !stale)
      throw new DomainError(
        'LABEL_NOT_FOUND',
        `${quote(name)} is only a prompt file as yet, and has no label ${quote(label)}`,
      );
    return new PreparedAnswer(
      {
        promptId: null,
        name,
        source: 'file',
        reason: stale ? 'registry_unknown' : 'not_in_registry',
        experiment: null,
      },
      servedWords(file.content, { version: null, contentHash: file.contentHash }),
    );
  }
}

function refusal(
  { code, version }: ResolveFailure,
  { name, label, version: asked }: ResolveInput,
): DomainError {
  if (code === 'ARCHIVED')
    return new DomainError(
      'PROMPT_NOT_FOUND',
      `The prompt ${quote(name)} is archived; restore it to serve it again`,
    );
  if (code === 'UNKNOWN_LABEL')
    return new DomainError('LABEL_NOT_FOUND', `${quote(name)} has no label ${quote(label ?? '')}`);
  if (code === 'NOTHING_SERVED')
    return new DomainError(
      'LABEL_NOT_FOUND',
      `${quote(name)} serves a label that is not set; set it, or let the prompt serve "latest"`,
    );
  if (code === 'UNKNOWN_VERSION' && asked !== undefined) return noSuchVersion(name, asked);
  // The registry knows of the version and does not hold it: its words failed their checksum.
  return new DomainError(
    'VERSION_CORRUPT',
    `Version ${version} of ${quote(name)} fails its checksum; publish its words again`,
  );
}

function noSuchVersion(name: string, version: number): DomainError {
  return new DomainError('VERSION_NOT_FOUND', `${quote(name)} has no version ${version}`);
}

function outOfReach(name: string, version: number): DomainError {
  return new DomainError(
    'DATABASE_UNAVAILABLE',
    `Version ${version} of ${quote(name)} is not in memory, and the database does not answer`,
    {
      headers: { 'retry-after': '2' },
    },
  );
}

function quote(text: string): string {
  return JSON.stringify(text);
}
