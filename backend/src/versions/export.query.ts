import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '../problems/domain-error';
import { PromptsService } from '../prompts/prompts.service';
import { promptFileText } from './prompt-file-text';
import { PromptVersion } from './prompt-version.entity';
import { verifiedContent } from './stored-content';

/** Versions as prompt files. */
@Injectable()
export class ExportQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly prompts: PromptsService,
  ) {}

  /** A version, or the latest, as a file. @throws DomainError PROMPT_NOT_FOUND, VERSION_NOT_FOUND, VERSION_CORRUPT. */
  async export(idOrName: string, wanted?: number): Promise<{ fileName: string; text: string }> {
    const prompt = await this.prompts.find(idOrName);
    const version = wanted ?? prompt.latestVersion;
    const row = await this.dataSource.manager.findOneBy(PromptVersion, { promptId: prompt.id, version });
    if (!row) throw new DomainError('VERSION_NOT_FOUND', `"${prompt.name}" has no version ${version}`);
    const text = promptFileText({
      name: prompt.name,
      metadata: prompt,
      content: verifiedContent(row),
      contentHash: row.contentHash,
    });
    return { fileName: `${prompt.name.replaceAll('/', '-')}.v${version}.md`, text };
  }
}
