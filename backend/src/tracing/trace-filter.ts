import { toMoment } from '../identity/moment';
import type { TraceListQueryDto } from './trace-list.dto';
import type { TracePosition } from './trace-position';

/** Which traces, as conditions on a table named `t`. */
export interface TraceFilter {
  /** What an index finds in the order of time: every look starts here. */
  readonly indexed: readonly string[];
  /** What is asked of each trace that was found. */
  readonly others: readonly string[];
  /** Those of `indexed` come first. */
  readonly parameters: readonly unknown[];
  readonly indexedParameters: readonly unknown[];
}

/** A registered prompt by its id, another one by the name that its traces have, in whatever case. */
export type PromptChoice = { readonly id: string } | { readonly name: string } | null;

type Condition = (bind: (value: unknown) => string) => string;

/**
 * Splits the filters: of those with an index the most selective one leads, and all others are asked of what it finds.
 * @param position only what comes after it.
 * @throws DomainError INVALID_INPUT for a moment that does not exist.
 */
export function traceFilter(
  query: TraceListQueryDto,
  prompt: PromptChoice,
  position: TracePosition | null,
): TraceFilter {
  const [leader, ...followers] = leaders(query, prompt);
  const parameters: unknown[] = [];
  const write = (conditions: readonly Condition[]): string[] =>
    conditions.map((condition) => condition((value) => `$${parameters.push(value)}`));
  const indexed = write([...(leader ? [leader] : []), ...range(query), ...beyond(position, query.order)]);
  const indexedParameters = [...parameters];
  const others = write([...followers, ...plain(query)]);
  return { indexed, others, parameters, indexedParameters };
}

/** Those with an index of their own, the most selective first. */
function leaders(
  { conversationId, flag, experimentId }: TraceListQueryDto,
  prompt: PromptChoice,
): Condition[] {
  const found: Condition[] = [];
  if (conversationId !== undefined) found.push((bind) => `t.conversation_id = ${bind(conversationId)}`);
  if (flag !== undefined) found.push(() => 't.flag IS NOT NULL');
  if (experimentId !== undefined) found.push((bind) => `t.experiment_id = ${bind(experimentId)}::uuid`);
  if (prompt && 'id' in prompt) found.push((bind) => `t.prompt_id = ${bind(prompt.id)}::uuid`);
  if (prompt && 'name' in prompt)
    found.push((bind) => `t.prompt_id IS NULL AND lower(t.prompt_name) = lower(${bind(prompt.name)})`);
  return found;
}

function range({ from, to }: TraceListQueryDto): Condition[] {
  const found: Condition[] = [];
  if (from !== undefined)
    found.push((bind) => `t.started_at >= ${bind(toMoment(from, 'from'))}::timestamptz`);
  if (to !== undefined) found.push((bind) => `t.started_at < ${bind(toMoment(to, 'to'))}::timestamptz`);
  return found;
}

function beyond(position: TracePosition | null, order: TraceListQueryDto['order']): Condition[] {
  if (!position) return [];
  const { startedAtUs, id } = position;
  return [
    (bind) =>
      `(t.started_at, t.id) ${order === 'asc' ? '>' : '<'} (${moment(bind(startedAtUs))}, ${bind(id)}::uuid)`,
  ];
}

/** In two parts, because an interval is multiplied in floating point: so each is exact in any century. */
function moment(us: string): string {
  return `timestamptz 'epoch' + (${us}::bigint / 1000000) * interval '1 second' + (${us}::bigint % 1000000) * interval '1 microsecond'`;
}

function plain(query: TraceListQueryDto): Condition[] {
  const { version, variant, agent, model, source, status, flag } = query;
  const columns = { prompt_version: version, variant, agent, model, source, status };
  const found: Condition[] = Object.entries(columns)
    .filter(([, value]) => value !== undefined)
    .map(
      ([column, value]) =>
        (bind) =>
          `t.${column} = ${bind(value)}`,
    );
  if (flag !== undefined && flag !== 'any') found.push((bind) => `t.flag = ${bind(flag)}`);
  return found;
}
