import type { ParamMap, Params } from '@angular/router';
import type { FilterWords } from '../table/unread-params';

/** What can be narrowed by one value, in the order it is offered. */
export const FACETS = ['agentRole', 'depth', 'strategy', 'domain', 'tag', 'label', 'type'] as const;
export type Facet = (typeof FACETS)[number];

/** What people call a facet. */
export const FACET_WORDS: Readonly<Record<Facet, string>> = {
  agentRole: 'role',
  depth: 'depth',
  strategy: 'strategy',
  domain: 'domain',
  tag: 'tag',
  label: 'label',
  type: 'type',
};

export const SORTS = ['name', 'latestVersion', 'updatedAt', 'relevance'] as const;
export type Sort = (typeof SORTS)[number];
export type Order = 'asc' | 'desc';

/** Which prompts are shown, and how. The URL holds exactly this. */
export interface PromptFilters {
  readonly q: string;
  readonly facets: Readonly<Partial<Record<Facet, string>>>;
  readonly folder: string;
  readonly archived: boolean;
  readonly sort: Sort;
  readonly order: Order;
  readonly page: number;
}

export const PAGE_SIZE = 50;

/** Filters that not every value is a value of; of a facet the server knows the values. */
export const FILTER_WORDS: FilterWords<PromptFilters> = {
  archived: 'value of archived',
  sort: 'column to sort by',
  order: 'order',
  page: 'page',
};

/** Everything, by name. */
export const NO_FILTERS: PromptFilters = {
  q: '',
  facets: {},
  folder: '',
  archived: false,
  sort: 'name',
  order: 'asc',
  page: 1,
};

/** What is searched for comes best match first; without a search there is no relevance, and names are in order. */
export function naturalSort(q: string): Sort {
  return q === '' ? 'name' : 'relevance';
}

/** A name is read from A on, a date from the newest on. */
export function naturalOrder(sort: Sort): Order {
  return sort === 'name' ? 'asc' : 'desc';
}

/** Reads the filters from the URL; what makes no sense there is as if it were absent. */
export function filtersFromParams(params: Pick<ParamMap, 'get'>): PromptFilters {
  const q = params.get('q') ?? '';
  const sort = SORTS.find((known) => known === params.get('sort')) ?? naturalSort(q);
  const order = params.get('order');
  const facets: Partial<Record<Facet, string>> = {};
  for (const facet of FACETS) {
    const value = params.get(facet);
    if (value) facets[facet] = value;
  }
  return {
    q,
    facets,
    folder: params.get('folder') ?? '',
    archived: params.get('archived') === 'true',
    sort,
    order: order === 'asc' || order === 'desc' ? order : naturalOrder(sort),
    page: pageFrom(params.get('page')),
  };
}

function pageFrom(text: string | null): number {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

/** The URL of the filters: only what differs from {@link NO_FILTERS}, so that the plain list has a plain address. */
export function paramsFromFilters(filters: PromptFilters): Params {
  return {
    ...(filters.q ? { q: filters.q } : {}),
    ...filters.facets,
    ...(filters.folder ? { folder: filters.folder } : {}),
    ...(filters.archived ? { archived: 'true' } : {}),
    ...(filters.sort === naturalSort(filters.q) ? {} : { sort: filters.sort }),
    ...(filters.order === naturalOrder(filters.sort) ? {} : { order: filters.order }),
    ...(filters.page === 1 ? {} : { page: String(filters.page) }),
  };
}

/** The same list with a change; another selection starts at its first page. */
export function changeFilters(filters: PromptFilters, change: Partial<PromptFilters>): PromptFilters {
  return { ...filters, page: 1, ...change };
}

/** The list with another search, in the order that is natural for it unless another was asked for. */
export function searchFor(filters: PromptFilters, q: string): PromptFilters {
  if (filters.sort !== naturalSort(filters.q)) return changeFilters(filters, { q });
  const sort = naturalSort(q);
  return changeFilters(filters, { q, sort, order: naturalOrder(sort) });
}

/** The filters with one facet set, or without it. */
export function setFacet(filters: PromptFilters, facet: Facet, value: string | null): PromptFilters {
  const { [facet]: _removed, ...others } = filters.facets;
  return changeFilters(filters, { facets: value === null ? others : { ...others, [facet]: value } });
}

/** True when the list may show less than everything. */
export function isNarrowed({ q, facets, folder, archived }: PromptFilters): boolean {
  return q !== '' || folder !== '' || archived || Object.keys(facets).length > 0;
}

/** What the API is asked for. Names are shown in their folders, each of which is to come once. */
export function requestParams(filters: PromptFilters): Record<string, string | number | boolean> {
  const { q, facets, folder, archived, sort, order, page } = filters;
  return {
    ...(q ? { q } : {}),
    ...facets,
    ...(folder ? { folder } : {}),
    ...(archived ? { archived } : {}),
    sort: sort === 'name' ? 'folder' : sort,
    order,
    page,
    pageSize: PAGE_SIZE,
  };
}
