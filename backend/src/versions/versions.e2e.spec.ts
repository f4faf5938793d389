import { startServer, type Json, type TestServer } from '../../e2e/harness';

describe('reading versions', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startServer()));
  afterAll(() => server.stop());

  const create = (name: string, more: object = {}) =>
    server.admin.post('/api/v1/prompts', { name, content: 'v1', ...more });
  const put = (name: string, body: object, ifMatch: string | null = '*') =>
    server.admin.put(`/api/v1/prompts/${encodeURIComponent(name)}`, body, {
      headers: ifMatch === null ? {} : { 'if-match': ifMatch },
    });
  const get = (name: string, path = '', headers = {}) =>
    server.admin.get(`/api/v1/prompts/${encodeURIComponent(name)}${path}`, { headers });

  it('answers 304 to those who have it already', async () => {
    await create('cached');
    const first = await get('cached');
    const known = await get('cached', '', { 'if-none-match': first.headers.get('etag') });
    expect(known).toMatchObject({ status: 304, body: null });
    expect(known.headers.get('etag')).toBe('"1.0"');
    const version = await get('cached', '/versions/1');
    expect(version.headers.get('etag')).toBe(`"${version.body.contentHash}"`);
    expect(version.headers.get('cache-control')).toBe('private, no-cache');
    expect(
      (await get('cached', '/versions/1', { 'if-none-match': version.headers.get('etag') })).status,
    ).toBe(304);
    await server.admin.put('/api/v1/prompts/cached/labels/production', { version: 1 });
    expect((await get('cached', '', { 'if-none-match': '"1.0"' })).status).toBe(200);
    expect(
      (await get('cached', '/versions/1', { 'if-none-match': version.headers.get('etag') })).body.labels,
    ).toEqual(['production']);
  });

  it('lists versions newest first, without words, and searches messages', async () => {
    await create('listed', { message: 'First_100%' });
    await put('listed', { content: 'v2', message: 'second' });
    await put('listed', { content: 'v3', message: 'Third' });
    const all = (await get('listed', '/versions?pageSize=2')).body as Json;
    expect(all).toMatchObject({
      total: 3,
      page: 1,
      pageSize: 2,
      items: [{ version: 3 }, { version: 2, message: 'second', labels: [] }],
    });
    expect(all.items[0]).not.toHaveProperty('content');
    expect((await get('listed', '/versions?pageSize=2&page=2')).body.items).toMatchObject([{ version: 1 }]);
    expect((await get('listed', '/versions?q=IR')).body.items.map((item: Json) => item.version)).toEqual([
      3, 1,
    ]);
    expect((await get('listed', '/versions?q=t_100%25')).body.total).toBe(1);
    expect((await get('listed', '/versions?q=%25%25')).body.total).toBe(0);
    expect(await get('listed', '/versions/4')).toMatchObject({
      status: 404,
      body: { code: 'VERSION_NOT_FOUND' },
    });
    for (const wrong of ['0', '-1', 'x', '1.5', '99999999999'])
      expect(await get('listed', `/versions/${wrong}`)).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'version' }] },
      });
  });

  it('compares versions', async () => {
    await create('compared', { content: 'a\nb {x}\n', config: { k: 1 } });
    await put('compared', { content: 'a\nb {y}\n', config: { k: 2 } });
    const diff = (await get('compared', '/diff?from=1&to=2')).body as Json;
    expect(diff).toMatchObject({
      from: 1,
      to: 2,
      identical: false,
      text: { added: 1, removed: 1 },
      config: { added: 1, removed: 1 },
      variables: { added: ['y'], removed: ['x'], kept: [] },
    });
    expect(diff.text.hunks).toEqual([
      {
        fromLine: 1,
        fromCount: 3,
        toLine: 1,
        toCount: 3,
        lines: [
          { kind: 'same', text: 'a' },
          { kind: 'removed', text: 'b {x}' },
          { kind: 'added', text: 'b {y}' },
          { kind: 'same', text: '' },
        ],
      },
    ]);
    expect((await get('compared', '/diff?from=2&to=2')).body).toMatchObject({
      identical: true,
      text: { hunks: [] },
    });
    expect((await get('compared', '/diff?from=1&to=3')).status).toBe(404);
    expect(await get('compared', '/diff?from=1')).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'to' }] },
    });
  });
});
