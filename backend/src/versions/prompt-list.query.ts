import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { containing } from './like-pattern';
import { offsetOf } from '../page.dto';
import { PROMPT_COLUMNS, labelsOf, toPromptFields, type PromptRow } from './prompt-detail.query';
import type { PromptSummaryDto } from './prompt.dto';
import type { FacetCountDto, PromptFacetsDto, PromptListDto, PromptListQueryDto } from './prompt-list.dto';
import type { VersionSummaryDto } from './version.dto';

/** Facets that are columns of the prompt. */
const COLUMN_FACETS = {
  agentRole: 'agent_role',
  depth: 'depth',
  strategy: 'strategy',
  domain: 'domain',
} as const;
/** What else is counted by a column. */
const COUNTED_COLUMNS = { ...COLUMN_FACETS, type: 'type' } as const;
/** Values of a facet that a person can look through. */
const MAX_FACET_VALUES = 100;

const SORT_COLUMNS = {
  name: 'lower(p.name) COLLATE "C"',
  folder: `lower(regexp_replace(p.name, '[^/]+$', '')) COLLATE "C"`,
  updatedAt: 'p.updated_at',
  createdAt: 'p.created_at',
  latestVersion: 'p.latest_version',
} as const;

/** Without its words: `latest` is joined to one page only. */
const LATEST = `jsonb_build_object('templateFormat', v.template_format, 'variables', v.variables, 'contentHash', v.content_hash,
  'author', v.author, 'message', v.message, 'parentVersion', v.parent_version, 'restoredFrom', v.restored_from,
  'createdAt', v.created_at) AS latest`;

type Latest = Pick<
  VersionSummaryDto,
  | 'templateFormat'
  | 'variables'
  | 'contentHash'
  | 'author'
  | 'message'
  | 'parentVersion'
  | 'restoredFrom'
  | 'createdAt'
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
    const { conditions, parameters, bind } = filter(query);
    const where = `FROM prompts p WHERE ${conditions.join(' AND ')}`;
    const counted = (await this.dataSource.query(
      `WITH matching AS MATERIALIZED (SELECT p.id, p.name, p.agent_role, p.depth, p.strategy, p.domain, p.tags, p.type ${where}) ${FACETS}`,
      [...parameters],
    )) as FacetRow[];
    const order = orderOf(query, bind);
    const rows = (await this.dataSource.query(
      `WITH page AS (SELECT p.id, row_number() OVER (ORDER BY ${order}) AS place ${where} ORDER BY place LIMIT ${bind(pageSize)} OFFSET ${bind(offsetOf(query))})
       SELECT ${PROMPT_COLUMNS}, ${LATEST} FROM page JOIN prompts p ON p.id = page.id
       JOIN prompt_versions v ON v.prompt_id = p.id AND v.version = p.latest_version ORDER BY page.place`,
      parameters,
    )) as Array<PromptRow & { latest: Latest }>;
    const total = counted.find(({ facet }) => facet === 'total')?.count ?? 0;
    return { items: rows.map(toSummary), total, page, pageSize, facets: toFacets(counted) };
  }
}

/** Counts over a `matching` of prompts, and how many there are. */
const FACETS = [
  `SELECT 'total' AS facet, '' AS value, count(*)::integer AS count FROM matching`,
  ...Object.entries(COUNTED_COLUMNS).map(
    ([facet, column]) =>
      `SELECT '${facet}', ${column}, count(*)::integer FROM matching WHERE ${column} IS NOT NULL GROUP BY ${column}`,
  ),
  `(SELECT 'tag', tag, count(*)::integer FROM matching, jsonb_array_elements_text(tags) AS tag GROUP BY tag ORDER BY 3 DESC, 2 LIMIT ${MAX_FACET_VALUES})`,
  // A prompt is in every folder on its way: the counts are what narrowing to the folder would leave.
  `(SELECT 'folder', array_to_string(way[1:step], '/'), count(*)::integer
    FROM matching, string_to_array(name, '/') AS way, generate_series(1, cardinality(way) - 1) AS step
    GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT ${MAX_FACET_VALUES})`,
  `SELECT 'label', l.label, count(*)::integer FROM matching m JOIN prompt_labels l ON l.prompt_id = m.id GROUP BY l.label`,
].join(' UNION ALL ');

/** Adds a parameter and answers its place in the statement. */
type Bind = (value: unknown) => string;

function filter(query: PromptListQueryDto): { conditions: string[]; parameters: unknown[]; bind: Bind } {
  const parameters: unknown[] = [];
  const bind: Bind = (value) => `$${parameters.push(value)}`;
  const conditions = ['true'];
  const { q, tag, label, type, folder, archived } = query;
  for (const [key, column] of Object.entries(COLUMN_FACETS)) {
    const value = query[key as keyof typeof COLUMN_FACETS];
    if (value !== undefined) conditions.push(`p.${column} = ${bind(value)}`);
  }
  if (tag?.length) conditions.push(`p.tags @> ${bind(JSON.stringify(tag))}::jsonb`);
  // Every prompt has a latest version.
  if (label !== undefined && label !== 'latest')
    conditions.push(
      `EXISTS (SELECT 1 FROM prompt_labels l WHERE l.prompt_id = p.id AND l.label = ${bind(label)})`,
    );
  if (type !== undefined) conditions.push(`p.type = ${bind(type)}`);
  if (folder) conditions.push(`starts_with(p.name, ${bind(`${folder.replace(/\/+$/, '')}/`)})`);
  if (archived !== 'any') conditions.push(`p.archived_at IS ${archived === 'true' ? 'NOT ' : ''}NULL`);
  // Two looks, each by its own way: an OR of both would read the words of every prompt.
  if (q?.trim())
    conditions.push(`p.id IN (SELECT id FROM prompts WHERE search @@ websearch_to_tsquery('english', ${bind(q)})
      UNION SELECT id FROM prompts WHERE name ILIKE ${bind(containing(q.trim()))})`);
  return { conditions, parameters, bind };
}

function orderOf({ q, sort, order }: PromptListQueryDto, bind: Bind): string {
  const searched = q?.trim();
  const wanted = sort ?? (searched ? 'relevance' : 'name');
  const by = wanted === 'relevance' && !searched ? 'name' : wanted;
  const byName = by === 'name' || by === 'folder';
  const direction = order ?? (byName ? 'asc' : 'desc');
  const key = by === 'relevance' ? relevance(searched ?? '', bind) : SORT_COLUMNS[by];
  return `${key} ${direction}, ${SORT_COLUMNS.name} ${byName ? direction : 'asc'}, p.id`;
}

/** A name that has the very text comes before everything that only has the words; 32 keeps the rank of words below 1. */
function relevance(q: string, bind: Bind): string {
  const inName = `p.name ILIKE ${bind(containing(q))}`;
  return `(CASE WHEN ${inName} THEN 1 ELSE 0 END) + ts_rank(p.search, websearch_to_tsquery('english', ${bind(q)}), 32)`;
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
    type: valuesOf('type'),
    folder: valuesOf('folder'),
  };
}
