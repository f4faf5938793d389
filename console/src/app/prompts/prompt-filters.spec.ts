import { convertToParamMap } from '@angular/router';
import {
  changeFilters,
  filtersFromParams,
  isNarrowed,
  NO_FILTERS,
  paramsFromFilters,
  type PromptFilters,
  requestParams,
  searchFor,
  setFacet,
} from './prompt-filters';

const read = (params: Record<string, string>) => filtersFromParams(convertToParamMap(params));

const everything: PromptFilters = {
  q: 'energy & more',
  facets: { agentRole: 'energy_analyst', tag: 'system' },
  folder: 'data_scientist',
  archived: true,
  sort: 'updatedAt',
  order: 'asc',
  page: 7,
};

describe('the list’s filters in the URL', () => {
  it('survive the way into the URL and back', () => {
    expect(read(paramsFromFilters(everything))).toEqual(everything);
    expect(read(paramsFromFilters(NO_FILTERS))).toEqual(NO_FILTERS);
  });

  it('leave no trace when there are none', () => expect(paramsFromFilters(NO_FILTERS)).toEqual({}));

  it.each([
    ['page', '0'],
    ['page', '-1'],
    ['page', '1e3'],
    ['page', '99999999999'],
    ['sort', 'password'],
    ['order', 'sideways'],
    ['archived', 'yes'],
    ['tag', ''],
    ['unknown', 'x'],
  ])('take %s=%s for absent', (name, value) => expect(read({ [name]: value })).toEqual(NO_FILTERS));

  it('order names from A and dates from the newest, unless told otherwise', () => {
    expect(read({}).order).toBe('asc');
    expect(read({ sort: 'updatedAt' }).order).toBe('desc');
    expect(paramsFromFilters({ ...NO_FILTERS, sort: 'updatedAt', order: 'desc' })).toEqual({
      sort: 'updatedAt',
    });
  });
});

describe('changing filters', () => {
  it('goes to the first page, except when the page is what changes', () => {
    expect(changeFilters(everything, { q: 'x' }).page).toBe(1);
    expect(changeFilters(everything, { page: 3 })).toEqual({ ...everything, page: 3 });
  });

  it('sets and removes one facet and keeps the others', () => {
    const set = setFacet(everything, 'depth', 'quick');
    expect(set.facets).toEqual({ agentRole: 'energy_analyst', tag: 'system', depth: 'quick' });
    expect(setFacet(set, 'tag', null).facets).toEqual({ agentRole: 'energy_analyst', depth: 'quick' });
  });
});

describe('searchFor', () => {
  it('puts the best match first, and names in order again when the search is over', () => {
    const found = searchFor(NO_FILTERS, 'energy');
    expect(found).toMatchObject({ q: 'energy', sort: 'relevance', order: 'desc' });
    expect(paramsFromFilters(found)).toEqual({ q: 'energy' });
    expect(read({ q: 'energy' })).toEqual(found);
    expect(searchFor(found, '')).toEqual(NO_FILTERS);
  });

  it('keeps an order that was asked for', () => {
    expect(searchFor({ ...NO_FILTERS, sort: 'updatedAt', order: 'asc' }, 'x')).toMatchObject({
      sort: 'updatedAt',
      order: 'asc',
    });
    expect(paramsFromFilters({ ...NO_FILTERS, q: 'x' })).toEqual({ q: 'x', sort: 'name' });
  });
});

describe('isNarrowed', () => {
  it('is about which prompts are shown, not about their order', () => {
    expect(isNarrowed({ ...NO_FILTERS, sort: 'updatedAt', page: 2 })).toBe(false);
    expect(isNarrowed({ ...NO_FILTERS, facets: { tag: 'x' } })).toBe(true);
  });
});

describe('requestParams', () => {
  it('asks the API for exactly what the URL says', () => {
    expect(requestParams(everything)).toEqual({
      q: 'energy & more',
      agentRole: 'energy_analyst',
      tag: 'system',
      folder: 'data_scientist',
      archived: true,
      sort: 'updatedAt',
      order: 'asc',
      page: 7,
      pageSize: 50,
    });
  });

  it('asks for names folder by folder, so that each comes once', () => {
    expect(requestParams(NO_FILTERS)).toMatchObject({ sort: 'folder', order: 'asc' });
  });
});
