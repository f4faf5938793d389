import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '../problems/domain-error';
import { Prompt } from '../prompts/prompt.entity';
import { PromptsService } from '../prompts/prompts.service';
import type { ExportedFilesDto } from './export.dto';
import { exportPaths } from './export-paths';
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
    return { fileName: `${prompt.name.replaceAll('/', '-')}.v${version}.md`, text: textOf(prompt, row) };
  }

  /** The latest versions of the prompts that exist, as files in their folders; one statement. @throws DomainError VERSION_CORRUPT. */
  async exportMany(ids: readonly string[]): Promise<ExportedFilesDto> {
    const rows = await this.dataSource.manager
      .createQueryBuilder(PromptVersion, 'v')
      .innerJoinAndSelect('v.prompt', 'p', 'p.latest_version = v.version')
      .where('p.id = ANY (:ids::uuid[])', { ids })
      .orderBy('p.name')
      .getMany();
    const paths = exportPaths(rows.flatMap(({ prompt }) => (prompt ? [prompt.name] : [])));
    const files = rows.flatMap((row) => {
      const { prompt, version } = row;
      return prompt ? [{ path: paths.get(prompt.name) ?? '', version, text: textOf(prompt, row) }] : [];
    });
    return { files };
  }
}

function textOf(prompt: Prompt, row: PromptVersion): string {
  return promptFileText({
    name: prompt.name,
    metadata: prompt,
    content: verifiedContent(row),
    contentHash: row.contentHash,
  });
}
