import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError, invalidField } from '../problems/domain-error';
import type { Prompt } from '../prompts/prompt.entity';
import { PromptsService } from '../prompts/prompts.service';
import type { LabelDto, LabelHistoryDto, LabelHistoryQueryDto, LabelListDto } from './label.dto';
import { LabelMove } from './label-move.entity';
import { offsetOf, type PageQueryDto } from '../page.dto';
import { PromptLabel } from './prompt-label.entity';

interface Pointer {
  readonly version: number | null;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const LATEST = `
SELECT version, created_at AS "updatedAt", author AS "updatedBy" FROM prompt_versions
WHERE prompt_id = $1 AND created_at <= $2 ORDER BY version DESC LIMIT 1`;

const LABEL = `
SELECT to_version AS version, at AS "updatedAt", moved_by AS "updatedBy" FROM label_moves
WHERE prompt_id = $1 AND at <= $2 AND label = $3 ORDER BY id DESC LIMIT 1`;

/** Where labels point, and where they pointed. */
@Injectable()
export class LabelQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly prompts: PromptsService,
  ) {}

  /** The prompt's labels by name. @throws DomainError PROMPT_NOT_FOUND. */
  async list(idOrName: string, query: PageQueryDto): Promise<LabelListDto> {
    const { id } = await this.prompts.find(idOrName);
    const { page, pageSize } = query;
    const [rows, total] = await this.dataSource.manager.findAndCount(PromptLabel, {
      where: { promptId: id },
      order: { label: 'ASC' },
      skip: offsetOf(query),
      take: pageSize,
    });
    const items = rows.map(({ label, version, updatedAt, updatedBy }) => ({
      label,
      version,
      updatedAt,
      updatedBy,
    }));
    return { items, total, page, pageSize };
  }

  /**
   * Where a label, or `latest`, pointed at a moment; now when none is given.
   * @throws DomainError PROMPT_NOT_FOUND, LABEL_NOT_FOUND when it pointed nowhere then, INVALID_INPUT for no real moment.
   */
  async get(idOrName: string, label: string, asOf?: string): Promise<LabelDto> {
    const prompt = await this.prompts.find(idOrName);
    const pointer = await this.pointer(prompt, label, asOf === undefined ? null : moment(asOf));
    if (!pointer || pointer.version === null)
      throw new DomainError(
        'LABEL_NOT_FOUND',
        `"${prompt.name}" has no label "${label}"${asOf === undefined ? '' : ` at ${asOf}`}`,
      );
    const { version, updatedAt, updatedBy } = pointer;
    return { label, version, updatedAt, updatedBy };
  }

  /** All moves of the prompt's labels, newest first. @throws DomainError PROMPT_NOT_FOUND. */
  async history(idOrName: string, query: LabelHistoryQueryDto): Promise<LabelHistoryDto> {
    const { id } = await this.prompts.find(idOrName);
    const { page, pageSize, label } = query;
    const [rows, total] = await this.dataSource.manager.findAndCount(LabelMove, {
      where: { promptId: id, ...(label === undefined ? {} : { label }) },
      order: { id: 'DESC' },
      skip: offsetOf(query),
      take: pageSize,
    });
    return { items: rows.map(({ id: _, promptId: __, ...move }) => move), total, page, pageSize };
  }

  private async pointer({ id }: Prompt, label: string, asOf: Date | null): Promise<Pointer | undefined> {
    if (label === 'latest') {
      const rows = (await this.dataSource.query(LATEST, [id, asOf ?? 'infinity'])) as Pointer[];
      return rows[0];
    }
    if (asOf === null)
      return (await this.dataSource.manager.findOneBy(PromptLabel, { promptId: id, label })) ?? undefined;
    const rows = (await this.dataSource.query(LABEL, [id, asOf, label])) as Pointer[];
    return rows[0];
  }
}

function moment(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw invalidField('asOf', 'is no date of the calendar');
  return at;
}
