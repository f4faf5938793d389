import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Prompt } from '../prompts/prompt.entity';
import { isPromptId, promptNotFound } from '../prompts/prompts.service';
import { promptEtag } from './etag';
import type { LabelDto } from './label.dto';
import type { PromptDto } from './prompt.dto';
import { PromptVersion } from './prompt-version.entity';
import { toVersionDto, type VersionDto } from './version.dto';

/** A prompt as one statement reads it: the row and its labels always fit together, and with the ETag. */
export type PromptRow = Omit<Prompt, 'search' | 'changedRevision'> & { readonly labels: LabelDto[] };

/** An answer with the tag of the state it shows. */
export interface Tagged<T> {
  readonly etag: string;
  readonly body: T;
}

/** The columns of a {@link PromptRow}, of a table or subquery named `p`. */
export const PROMPT_COLUMNS = `
  p.id, p.name, p.description, p.agent_role AS "agentRole", p.depth, p.strategy, p.domain, p.tags, p.type, p.serves,
  p.latest_version AS "latestVersion", p.edit_count AS "editCount", p.created_by AS "createdBy", p.created_at AS "createdAt",
  p.updated_by AS "updatedBy", p.updated_at AS "updatedAt", p.archived_at AS "archivedAt",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('label', l.label, 'version', l.version, 'updatedAt', l.updated_at, 'updatedBy', l.updated_by)
    ORDER BY l.label COLLATE "C"), '[]') FROM prompt_labels l WHERE l.prompt_id = p.id) AS labels`;

/** What one prompt is: its metadata, labels and latest version. */
@Injectable()
export class PromptDetailQuery {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The prompt with this id or exact name.
   * @throws DomainError PROMPT_NOT_FOUND, VERSION_CORRUPT.
   */
  async get(idOrName: string): Promise<Tagged<PromptDto>> {
    const row = await this.row(idOrName);
    const latest = await this.version(row, row.latestVersion);
    if (!latest) throw new Error(`Prompt ${row.id} has no version ${row.latestVersion}`);
    return { etag: promptEtag(row), body: { ...toPromptFields(row), latest } };
  }

  /** The prompt's row with its labels. @throws DomainError PROMPT_NOT_FOUND. */
  async row(idOrName: string): Promise<PromptRow> {
    const match = isPromptId(idOrName) ? 'p.id = $1' : 'lower(p.name) = lower($1) AND p.name = $1';
    const rows = (await this.dataSource.query(`SELECT ${PROMPT_COLUMNS} FROM prompts p WHERE ${match}`, [
      idOrName,
    ])) as PromptRow[];
    const [row] = rows;
    if (!row) throw promptNotFound(idOrName);
    return row;
  }

  /** One version with its words; `null` when there is none of this number. @throws DomainError VERSION_CORRUPT. */
  async version(prompt: PromptRow, version: number): Promise<VersionDto | null> {
    const found = await this.dataSource.manager.findOneBy(PromptVersion, { promptId: prompt.id, version });
    return found && toVersionDto(found, prompt.name, labelsOf(prompt, version));
  }
}

/** The labels that point to a version. */
export function labelsOf({ labels }: PromptRow, version: number): string[] {
  return labels.filter((pointer) => pointer.version === version).map(({ label }) => label);
}

/** Everything of a prompt but its latest version. */
export function toPromptFields({ editCount: _, ...row }: PromptRow): Omit<PromptDto, 'latest'> {
  const labels = row.labels.map((label) => ({ ...label, updatedAt: new Date(label.updatedAt) }));
  const served =
    row.serves === 'latest' ? row.latestVersion : labels.find(({ label }) => label === row.serves)?.version;
  return { ...row, labels, servedVersion: served ?? null };
}
