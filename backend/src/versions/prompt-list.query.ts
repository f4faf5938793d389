import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { containing } from './like-pattern';
import { offsetOf } from './page.dto';
import { PROMPT_COLUMNS, labelsOf, toPromptFields, type PromptRow } from './prompt-detail.query';
import type { PromptSummaryDto } from './prompt.dto';
import type { FacetCountDto, PromptFacetsDto, PromptListDto, PromptListQueryDto } from './prompt-list.dto';
import type { VersionSummaryDto } from './version.dto';

/** Facets that are columns of the prompt. */
const COLUMN_FACETS = { agentRole: 'agent_role', depth: 'depth', strategy: 'strategy', domain: 'domain' } as const;
/** Values of a facet that a person can look through. */
const MAX_FACET_VALUES = 100;

const SORT_KEYS = {
  name: 'lower(m.name) COLLATE "C"',
  updatedAt: 'm.updated_at',
  createdAt: 'm.created_at',
  latestVersion: 'm.latest_version',
  relevance: 'm.relevance',
} as const;

/** Without its words: `latest` is joined to one page only. */
const LATEST = `jsonb_build_object('templateFormat', v.template_format, 'variables', v.variables, 'contentHash', v.content_hash,
  'author', v.author, 'message', v.message, 'parentVersion', v.parent_version, 'restoredFrom', v.restored_from,
  'createdAt', v.created_at) AS latest`;

type Latest = Pick<
  VersionSummaryDto,
  'templateFormat' | 'variables' | 'contentHash' | 'author' | 'message' | 'parentVersion' | 'restoredFrom' | 'createdAt'
>;
interface FacetRow extends FacetCountDto {
  readonly facet: keyof PromptFacetsDto | 'total';
}

/** Which prompts there are: two statements whatever the filters, the page size and the number of prompts. */
@Injectable()
export class PromptListQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** One page of the prompts that match, with counts over all that match. */
  async list(query: PromptListQueryDto): Promise<PromptListDto> {
    const { page, pageSize } = query;
    const { conditions, relevance, parameters } = filter(query);
    const matching = `WITH matching AS MATERIALIZED (
      SELECT p.id, p.name, p.agent_role, p.depth, p.strategy, p.domain, p.tags, p.updated_at, p.created_at, p.latest_version,
        ${relevance} AS relevance
      FROM prompts p WHERE ${conditions.join(' AND ')})`;
    const counted = (await this.dataSource.query(`${matching} ${FACETS}`, parameters)) as FacetRow[];
    const rows = (await this.dataSource.query(
      `${matching}, page AS (SELECT m.id, row_number() OVER (ORDER BY ${orderOf(query)}) AS place FROM matching m
         ORDER BY place LIMIT $${parameters.length + 1} OFFSET $${parameters.length + 2})
       SELECT ${PROMPT_COLUMNS}, ${LATEST} FROM page JOIN prompts p ON p.id = page.id
       JOIN prompt_versions v ON v.prompt_id = p.id AND v.version = p.latest_version ORDER BY page.place`,
      [...parameters, pageSize, offsetOf(query)],
    )) as Array<PromptRow & { latest: Latest }>;
    const total = counted.find(({ facet }) => facet === 'total')?.count ?? 0;
    return { items: rows.map(toSummary), total, page, pageSize, facets: toFacets(counted) };
  }
}

const FACETS = [
  `SELECT 'total' AS facet, '' AS value, count(*)::integer AS count FROM matching`,
  ...Object.entries(COLUMN_FACETS).map(
    ([facet, column]) => `SELECT '${facet}', ${column}, count(*)::integer FROM matching WHERE ${column} IS NOT NULL GROUP BY ${column}`,
  ),
  `(SELECT 'tag', tag, count(*)::integer FROM matching, jsonb_array_elements_text(tags) AS tag GROUP BY tag ORDER BY 3 DESC, 2 LIMIT ${MAX_FACET_VALUES})`,
  `SELECT 'label', l.label, count(*)::integer FROM matching m JOIN prompt_labels l ON l.prompt_id = m.id GROUP BY l.label`,
].join(' UNION ALL ');

function filter(query: PromptListQueryDto): { conditions: string[]; relevance: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions = ['true'];
  const { q, tag, label, type, folder, archived } = query;
  for (const [key, column] of Object.entries(COLUMN_FACETS)) {
    const value = query[key as keyof typeof COLUMN_FACETS];
    if (value !== undefined) conditions.push(`p.${column} = ${bind(value)}`);
  }
  if (tag?.length) conditions.push(`p.tags @> ${bind(JSON.stringify(tag))}::jsonb`);
  if (label === 'latest') conditions.push('true');
  else if (label !== undefined)
    conditions.push(`EXISTS (SELECT 1 FROM prompt_labels l WHERE l.prompt_id = p.id AND l.label = ${bind(label)})`);
  if (type !== undefined) conditions.push(`p.type = ${bind(type)}`);
  if (folder) conditions.push(`starts_with(p.name, ${bind(`${folder.replace(/\/+$/, '')}/`)})`);
  if (archived !== 'any') conditions.push(`p.archived_at IS ${archived === 'true' ? 'NOT ' : ''}NULL`);
  if (!q?.trim()) return { conditions, relevance: '0', parameters };
  const words = `websearch_to_tsquery('english', ${bind(q)})`;
  const inName = `p.name ILIKE ${bind(containing(q.trim()))}`;
  conditions.push(`(p.search @@ ${words} OR ${inName})`);
  // A name that has the very text comes first; 32 keeps ranks under 1.
  return { conditions, relevance: `(CASE WHEN ${inName} THEN 1 ELSE 0 END) + ts_rank(p.search, ${words}, 32)`, parameters };
}

function orderOf({ q, sort, order }: PromptListQueryDto): string {
  const searching = Boolean(q?.trim());
  const wanted = sort ?? (searching ? 'relevance' : 'name');
  const by = wanted === 'relevance' && !searching ? 'name' : wanted;
  const direction = order ?? (by === 'name' ? 'asc' : 'desc');
  return `${SORT_KEYS[by]} ${direction}, ${SORT_KEYS.name}, m.id`;
}

function toSummary({ latest, ...row }: PromptRow & { latest: Latest }): PromptSummaryDto {
  const { id: promptId, name, type, latestVersion: version } = row;
  const labels = labelsOf(row, version);
  return {
    ...toPromptFields(row),
    latest: { promptId, name, version, type, ...latest, createdAt: new Date(latest.createdAt), labels },
  };
}

function toFacets(rows: readonly FacetRow[]): PromptFacetsDto {
  const valuesOf = (wanted: keyof PromptFacetsDto): FacetCountDto[] =>
    rows
      .filter(({ facet }) => facet === wanted)
      .map(({ value, count }) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return {
    agentRole: valuesOf('agentRole'),
    depth: valuesOf('depth'),
    strategy: valuesOf('strategy'),
    domain: valuesOf('domain'),
    tag: valuesOf('tag'),
    label: valuesOf('label'),
  };
}
