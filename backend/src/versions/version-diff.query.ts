import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { DomainError } from '../problems/domain-error';
import { PromptsService } from '../prompts/prompts.service';
import { diffVersions } from './diff-versions';
import type { DiffQueryDto, VersionDiffDto } from './diff.dto';
import { PromptVersion } from './prompt-version.entity';
import { verifiedContent } from './stored-content';

/** What changed between two versions of a prompt. */
@Injectable()
export class VersionDiffQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly prompts: PromptsService,
  ) {}

  /** The difference, in either direction. @throws DomainError PROMPT_NOT_FOUND, VERSION_NOT_FOUND, VERSION_CORRUPT. */
  async diff(idOrName: string, { from, to }: DiffQueryDto): Promise<VersionDiffDto> {
    const { id, name } = await this.prompts.find(idOrName);
    const rows = await this.dataSource.manager.findBy(PromptVersion, {
      promptId: id,
      version: In([from, to]),
    });
    const side = (version: number) => {
      const row = rows.find((candidate) => candidate.version === version);
      if (!row) throw new DomainError('VERSION_NOT_FOUND', `"${name}" has no version ${version}`);
      return {
        version,
        contentHash: row.contentHash,
        variables: row.variables,
        content: verifiedContent(row),
      };
    };
    return diffVersions(side(from), side(to));
  }
}
