import type { ParamMap, Params } from '@angular/router';
import type { FilterWords } from '../table/unread-params';
import { FLAGS, SOURCES, STATUSES } from './traces-api';

/** Which traces are shown, and where the page begins. The URL holds exactly this; empty: not narrowed by it. */
export interface TraceFilters {
  readonly prompt: string;
  readonly version: string;
  readonly variant: string;
  /** An experiment's id. */
  readonly experiment: string;
  readonly agent: string;
  readonly model: string;
  readonly conversation: string;
  readonly source: string;
  readonly status: string;
  /** A reason, or `any`. */
  readonly flag: string;
  /** A day of the reader, such as `2026-03-10`, or a moment with its offset; days are inclusive. */
  readonly from: string;
  readonly to: string;
  readonly order: 'asc' | 'desc';
  readonly cursor: string;
}

const TEXTS = ['prompt', 'variant', 'agent', 'model', 'conversation'] as const;
const NAMES = [
  ...TEXTS,
  'version',
  'experiment',
  'source',
  'status',
  'flag',
  'from',
  'to',
  'order',
  'cursor',
] as const;
const LONGEST = 200;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const MOMENT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
/** Filters that not every value is a value of. */
export const FILTER_WORDS: FilterWords<TraceFilters> = {
  version: 'version',
  experiment: 'id of an experiment',
  source: 'source',
  status: 'status',
  flag: 'flag',
  from: 'day',
  to: 'day',
  order: 'order',
  cursor: 'place in the list',
};
/** Traces of one page. */
export const PAGE_SIZE = 100;

/** Reads the filters from the URL; what makes no sense there is as if it were absent. */
export function filtersFromParams(params: Pick<ParamMap, 'get'>): TraceFilters {
  const text = (name: string) => (params.get(name) ?? '').slice(0, LONGEST);
  const matching = (name: string, ...patterns: readonly RegExp[]) =>
    patterns.some((pattern) => pattern.test(text(name))) ? text(name) : '';
  const oneOf = (name: string, known: readonly string[]) => (known.includes(text(name)) ? text(name) : '');
  const conversation = text('conversation');
  const order = text('order');
  return {
    prompt: text('prompt'),
    version: matching('version', /^[1-9]\d{0,8}$/),
    variant: text('variant'),
    experiment: matching('experiment', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i),
    agent: text('agent'),
    model: text('model'),
    conversation,
    source: text('source') === 'fallback' ? 'file' : oneOf('source', SOURCES),
    status: oneOf('status', STATUSES),
    flag: oneOf('flag', ['any', ...FLAGS]),
    from: matching('from', DAY, MOMENT),
    to: matching('to', DAY, MOMENT),
    order: order === 'asc' || order === 'desc' ? order : naturalOrder(conversation),
    cursor: matching('cursor', /^-?\d{1,17}_[0-9a-f]{32}$/),
  };
}

/** A conversation is read as it went, everything else from the newest on. */
function naturalOrder(conversation: string): 'asc' | 'desc' {
  return conversation === '' ? 'desc' : 'asc';
}

/** The URL of the filters with a change: only what differs from the plain list. Another selection starts at its first page. */
export function paramsWith(filters: TraceFilters, change: Partial<TraceFilters>): Params {
  const isOtherOrder =
    change.order === undefined &&
    change.conversation !== undefined &&
    (change.conversation === '') !== (filters.conversation === '');
  const changed = { ...filters, cursor: '', ...change };
  const order = isOtherOrder ? naturalOrder(changed.conversation) : changed.order;
  const given = { ...changed, order: order === naturalOrder(changed.conversation) ? '' : order };
  return Object.fromEntries(NAMES.flatMap((name) => (given[name] === '' ? [] : [[name, given[name]]])));
}

/** What the API is asked for: days become moments by the reader's clock. */
export function requestParams(filters: TraceFilters): Record<string, string | number> {
  const { experiment, conversation, from, to, order, ...others } = filters;
  return {
    ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== '')),
    ...(experiment ? { experimentId: experiment } : {}),
    ...(conversation ? { conversationId: conversation } : {}),
    ...(from ? { from: momentOf(from, 0) } : {}),
    ...(to ? { to: momentOf(to, 1) } : {}),
    order,
    limit: PAGE_SIZE,
  };
}

/** How many filters narrow the list. */
export function narrowedBy({ order: _order, cursor: _cursor, ...filters }: TraceFilters): number {
  return Object.values(filters).filter((value) => value !== '').length;
}

/** The day of a bound by the reader's clock, for a field that takes days. */
export function dayOf(bound: string): string {
  if (bound === '' || DAY.test(bound)) return bound;
  const date = new Date(bound);
  const two = (part: number) => String(part).padStart(2, '0');
  return Number.isNaN(date.getTime())
    ? ''
    : `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function momentOf(bound: string, daysLater: number): string {
  if (!DAY.test(bound)) return bound;
  const [year = 0, month = 1, date = 1] = bound.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}
