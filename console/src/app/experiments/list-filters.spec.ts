import { isNarrowed, listFiltersFrom, listParams, listRequest } from './list-filters';

const from = (query: string) => {
  const params = new URLSearchParams(query);
  return listFiltersFrom((name) => params.get(name));
};

it('reads the filters of the address, and nothing that makes no sense', () => {
  expect(from('status=running&prompt=energy&owner=ada&q=steps&sort=name&page=3')).toEqual({
    status: 'running',
    prompt: 'energy',
    owner: 'ada',
    q: 'steps',
    sort: 'name',
    page: 3,
  });
  expect(from('status=happy&sort=colour&page=-1')).toEqual(from(''));
});

it('writes them back, without what is usual, and starts another selection on its first page', () => {
  const filters = from('status=running&page=3');
  expect(listParams(filters, { status: 'draft' })).toEqual({ status: 'draft' });
  expect(listParams(filters, { page: 4 })).toEqual({ status: 'running', page: 4 });
  expect(listRequest(filters)).toEqual({ status: 'running', page: 3, pageSize: 50 });
  expect(listRequest(from('sort=oldest'))).toMatchObject({ sort: 'oldest', page: 1 });
});

it('knows whether anything is left out', () => {
  expect([from(''), from('sort=name&page=2'), from('owner=ada')].map(isNarrowed)).toEqual([
    false,
    false,
    true,
  ]);
});
