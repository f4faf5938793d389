import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '../problems/domain-error';
import { PromptsService } from '../prompts/prompts.service';
import { versionEtag } from './etag';
import { containing } from './like-pattern';
import { offsetOf } from '../page.dto';
import { PromptDetailQuery, type Tagged } from './prompt-detail.query';
import type { VersionDto, VersionListDto, VersionListQueryDto, VersionSummaryDto } from './version.dto';

/** The columns of a version without its words, of tables named `v` and `p`. */
export const VERSION_SUMMARY_COLUMNS = `
  v.prompt_id AS "promptId", p.name, v.version, v.type, v.template_format AS "templateFormat", v.variables,
  v.content_hash AS "contentHash", v.author, v.message, v.parent_version AS "parentVersion", v.restored_from AS "restoredFrom",
  v.created_at AS "createdAt",
  ARRAY(SELECT l.label FROM prompt_labels l WHERE l.prompt_id = v.prompt_id AND l.version = v.version ORDER BY l.label COLLATE "C") AS labels`;

const MATCHING = `v.prompt_id = $1 AND ($2::text IS NULL OR v.message ILIKE $2)`;

/** A prompt's versions. */
@Injectable()
export class VersionQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly prompts: PromptsService,
    private readonly detail: PromptDetailQuery,
  ) {}

  /** The versions, newest first, without their words. @throws DomainError PROMPT_NOT_FOUND. */
  async list(idOrName: string, query: VersionListQueryDto): Promise<VersionListDto> {
    const { id } = await this.prompts.find(idOrName);
    const { page, pageSize, q } = query;
    const parameters = [id, q ? containing(q) : null];
    const [counted] = (await this.dataSource.query(
      `SELECT count(*)::integer AS total FROM prompt_versions v WHERE ${MATCHING}`,
      parameters,
    )) as Array<{ total: number }>;
    const items = (await this.dataSource.query(
      `SELECT ${VERSION_SUMMARY_COLUMNS} FROM prompt_versions v JOIN prompts p ON p.id = v.prompt_id
       WHERE ${MATCHING} ORDER BY v.version DESC LIMIT $3 OFFSET $4`,
      [...parameters, pageSize, offsetOf(query)],
    )) as VersionSummaryDto[];
    return { items, total: counted?.total ?? 0, page, pageSize };
  }

  /** One version with its words. @throws DomainError PROMPT_NOT_FOUND, VERSION_NOT_FOUND, VERSION_CORRUPT. */
  async get(idOrName: string, version: number): Promise<Tagged<VersionDto>> {
    const prompt = await this.detail.row(idOrName);
    const found = await this.detail.version(prompt, version);
    if (!found) throw new DomainError('VERSION_NOT_FOUND', `"${prompt.name}" has no version ${version}`);
    return { etag: versionEtag(found), body: found };
  }
}
