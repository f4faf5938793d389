import type { Params } from '@angular/router';
import { pageFromParam } from '../table/listed';
import type { FilterWords } from '../table/unread-params';
import type { ExperimentStatus } from './experiments-api';

export const STATUSES: readonly ExperimentStatus[] = ['running', 'paused', 'draft', 'completed', 'stopped'];
export const SORTS = ['status', 'newest', 'oldest', 'name', 'prompt'] as const;
export type ListSort = (typeof SORTS)[number];

/** Which experiments are shown, and in which order. The URL holds exactly this. */
export interface ListFilters {
  readonly status: ExperimentStatus | '';
  readonly prompt: string;
  readonly owner: string;
  readonly q: string;
  readonly sort: ListSort;
  readonly page: number;
}

/** Filters that not every value is a value of. */
export const FILTER_WORDS: FilterWords<ListFilters> = { status: 'status', sort: 'order', page: 'page' };

/** Reads the filters from query parameters; what makes no sense there is as if it were absent. */
export function listFiltersFrom(param: (name: string) => string | null): ListFilters {
  const text = (name: string, most: number) => (param(name) ?? '').slice(0, most);
  const status = param('status');
  const sort = param('sort');
  return {
    status: STATUSES.find((known) => known === status) ?? '',
    prompt: text('prompt', 200),
    owner: text('owner', 320),
    q: text('q', 500),
    sort: SORTS.find((known) => known === sort) ?? 'status',
    page: pageFromParam(param('page') ?? undefined),
  };
}

/** The URL of the filters with a change; another selection starts on its first page. */
export function listParams(filters: ListFilters, change: Partial<ListFilters> = {}): Params {
  const { sort, page, ...texts } = { ...filters, page: 1, ...change };
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== '')),
    ...(sort === 'status' ? {} : { sort }),
    ...(page > 1 ? { page } : {}),
  };
}

/** What the API is asked for. */
export function listRequest(filters: ListFilters): Record<string, string | number> {
  return { ...listParams(filters, { page: filters.page }), page: filters.page, pageSize: 50 };
}

export function isNarrowed({ status, prompt, owner, q }: ListFilters): boolean {
  return [status, prompt, owner, q].some((value) => value !== '');
}
