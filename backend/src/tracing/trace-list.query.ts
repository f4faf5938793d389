import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isPromptId } from '../prompts/prompts.service';
import { traceFilter, type PromptChoice, type TraceFilter } from './trace-filter';
import type { TraceListDto, TraceListQueryDto, TraceSummaryDto } from './trace-list.dto';
import { comparePositions, laterOf, toCursor, toPosition, type TracePosition } from './trace-position';

/** Traces that one answer looks through at most, whatever is asked of them. */
const MOST_LOOKED_AT = 50_000;

const STORED = `t.id, t.prompt_id, t.prompt_name, t.prompt_version, t.content_hash, t.source, t.experiment_id, t.variant,
t.conversation_id, t.agent, t.model, t.started_at, t.received_at, t.latency_ms, t.input_tokens, t.output_tokens, t.cost,
t.status, t.flag`;

const POSITION = `replace(t.id::text, '-', '') AS id, (extract(epoch FROM t.started_at) * 1000000)::bigint::text AS "startedAtUs"`;

/** Columns of a trace with its experiment, as answers name them. */
export const TRACE_COLUMNS = `${POSITION}, t.prompt_id AS "promptId", t.prompt_name AS "promptName",
t.prompt_version AS "promptVersion", t.content_hash AS "contentHash", t.source, t.experiment_id AS "experimentId",
e.name AS "experimentName", t.variant, t.conversation_id AS "conversationId", t.agent, t.model, t.started_at AS "startedAt",
t.received_at AS "receivedAt", t.latency_ms AS "latencyMs", t.input_tokens AS "inputTokens",
t.output_tokens AS "outputTokens", t.cost, t.status, t.flag`;

export const WITH_EXPERIMENT = 'LEFT JOIN prompt_experiments e ON e.id = t.experiment_id';

type Order = TraceListQueryDto['order'];

export type TraceSummaryRow = TraceSummaryDto & TracePosition;

/** Traces in order, and how far they are all that match; `null`: there are no others. */
interface Look {
  readonly found: readonly TraceSummaryRow[];
  readonly reached: TracePosition | null;
}

/** What agents did with their prompts: pages by position, so that traces which arrive meanwhile shift nothing. */
@Injectable()
export class TraceListQuery {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * One page of the traces that match.
   * @throws DomainError INVALID_INPUT for a moment that does not exist.
   */
  async list(query: TraceListQueryDto): Promise<TraceListDto> {
    const { cursor, limit, order } = query;
    const position = cursor === undefined ? null : toPosition(cursor);
    const looks: Look[] = [];
    for (const prompt of await this.promptsOf(query))
      looks.push(await this.look(traceFilter(query, prompt, position), order, limit + 1));
    const { found, reached } = merged(looks, order);
    const items = found.slice(0, limit);
    const next = found.length > limit ? (items.at(-1) ?? null) : reached;
    return { items: items.map(toTraceSummary), nextCursor: next && toCursor(next) };
  }

  /** One look for each: traces that were recorded before their prompt was registered have its name only. */
  private async promptsOf({ prompt }: TraceListQueryDto): Promise<PromptChoice[]> {
    if (prompt === undefined) return [null];
    if (isPromptId(prompt)) return [{ id: prompt }];
    const registered = (await this.dataSource.query('SELECT id FROM prompts WHERE lower(name) = lower($1)', [
      prompt,
    ])) as Array<{ id: string }>;
    return [...registered, { name: prompt }];
  }

  private async look(filter: TraceFilter, order: Order, most: number): Promise<Look> {
    if (filter.others.length) return this.boundedLook(filter, order, most);
    const found = await page(this.dataSource.manager, filter, order, most);
    return { found, reached: found.length === most ? (found.at(-1) ?? null) : null };
  }

  private boundedLook(filter: TraceFilter, order: Order, most: number): Promise<Look> {
    return this.dataSource.transaction(async (manager) => {
      // Without it the planner would rather sort everything a prompt ever did than follow the index for so many rows.
      await manager.query('SET LOCAL enable_sort = off');
      const found = await page(manager, filter, order, most);
      const last = found.at(-1);
      if (last && found.length === most) return { found, reached: last };
      const [end] = (await manager.query(
        `SELECT ${POSITION} FROM (SELECT t.id, t.started_at FROM traces t WHERE ${all(filter.indexed)}
         ${sorted(order)} LIMIT 1 OFFSET ${MOST_LOOKED_AT - 1}) t`,
        [...filter.indexedParameters],
      )) as TracePosition[];
      // A trace that arrived since has moved the end towards the beginning: nothing is answered twice.
      return { found, reached: end && last ? laterOf(last, end, order) : (end ?? null) };
    });
  }
}

/** First what an index gives in order, bounded; then what else is asked of it; names of experiments for one page only. */
function page(
  manager: EntityManager,
  { indexed, others, parameters }: TraceFilter,
  order: Order,
  most: number,
): Promise<TraceSummaryRow[]> {
  const looked = `SELECT ${STORED} FROM traces t WHERE ${all(indexed)} ${sorted(order)} LIMIT ${others.length ? MOST_LOOKED_AT : most}`;
  const chosen = others.length
    ? `SELECT * FROM (${looked}) t WHERE ${all(others)} ${sorted(order)} LIMIT ${most}`
    : looked;
  return manager.query(`SELECT ${TRACE_COLUMNS} FROM (${chosen}) t ${WITH_EXPERIMENT} ${sorted(order)}`, [
    ...parameters,
  ]);
}

/** What several looks found, as far as all of them reached. */
function merged(looks: readonly Look[], order: Order): Look {
  const [only] = looks;
  if (only && looks.length === 1) return only;
  const [reached = null] = looks
    .flatMap((look) => look.reached ?? [])
    .sort((a, b) => comparePositions(a, b, order));
  const found = looks
    .flatMap((look) => look.found)
    .filter((row) => !reached || comparePositions(row, reached, order) <= 0)
    .sort((a, b) => comparePositions(a, b, order));
  return { found, reached };
}

const sorted = (order: Order): string => `ORDER BY t.started_at ${order}, t.id ${order}`;

/** A row without its position. */
export function toTraceSummary({ startedAtUs: _, ...row }: TraceSummaryRow): TraceSummaryDto {
  return row;
}

const all = (conditions: readonly string[]): string =>
  conditions.length ? conditions.join(' AND ') : 'true';
