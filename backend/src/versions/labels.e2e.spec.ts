import { startServer, type Caller, type Json, type TestServer } from '../../e2e/harness';

describe('labels', () => {
  let server: TestServer;
  let editor: Caller;
  beforeAll(async () => {
    server = await startServer();
    editor = await server.withKey('read', 'write');
  });
  afterAll(() => server.stop());

  /** A prompt with three versions. */
  const three = async (name: string, more: object = {}) => {
    const { body } = await editor.post('/api/v1/prompts', { name, content: 'v1', ...more });
    for (const content of ['v2', 'v3'])
      await editor.put(`/api/v1/prompts/${name}`, { content }, { headers: { 'if-match': '*' } });
    return body as Json;
  };
  const move = (name: string, label: string, version: number, more: object = {}, caller = editor) =>
    caller.put(`/api/v1/prompts/${name}/labels/${label}`, { version, ...more });
  const served = (id: string) =>
    server.sql<{ version: number; served_from: Date; served_to: Date | null }>(
      'SELECT version, served_from, served_to FROM served_intervals WHERE prompt_id = $1 ORDER BY served_from, id',
      [id],
    );

  it('move only from where the sender believes them to be, when it says so', async () => {
    await three('believed');
    expect((await move('believed', 'staging', 1, { from: null })).status).toBe(200);
    expect((await move('believed', 'staging', 2, { from: 1 })).status).toBe(200);
    for (const from of [1, null])
      expect(await move('believed', 'staging', 3, { from })).toMatchObject({
        status: 412,
        body: {
          code: 'VERSION_CONFLICT',
          detail: 'Somebody has moved "staging" meanwhile: it is at version 2 now',
        },
      });
    expect((await move('believed', 'beta', 3, { from: 1 })).body.detail).toContain('it is nowhere now');
    expect((await move('believed', 'staging', 3, { from: 'x' })).status).toBe(422);
    const { body } = await editor.get('/api/v1/prompts/believed/label-history');
    expect(body.total).toBe(2);
  });

  it('point to versions and move, with history', async () => {
    await three('moved');
    expect(await move('moved', 'production', 1, { reason: 'first' })).toMatchObject({
      status: 200,
      body: { label: 'production', version: 1 },
    });
    expect((await move('moved', 'production', 3)).body.version).toBe(3);
    const before = (await editor.get('/api/v1/prompts/moved')).headers.get('etag');
    expect((await move('moved', 'production', 3, { reason: 'no move' })).status).toBe(200);
    expect((await editor.get('/api/v1/prompts/moved')).headers.get('etag')).toBe(before);
    await move('moved', 'staging', 2);
    expect(await editor.delete('/api/v1/prompts/moved/labels/production')).toMatchObject({
      status: 204,
      body: null,
    });

    const { body } = await editor.get('/api/v1/prompts/moved/label-history');
    expect(body).toMatchObject({
      total: 4,
      items: [
        { label: 'production', fromVersion: 3, toVersion: null },
        { label: 'staging', fromVersion: null, toVersion: 2 },
        { label: 'production', fromVersion: 1, toVersion: 3, reason: '' },
        { label: 'production', fromVersion: null, toVersion: 1, reason: 'first', movedBy: 'read write' },
      ],
    });
    expect((await editor.get('/api/v1/prompts/moved/label-history?label=staging')).body.total).toBe(1);
    expect(
      (await editor.get('/api/v1/prompts/moved/label-history?pageSize=1&page=2')).body.items,
    ).toMatchObject([{ label: 'staging' }]);
    expect((await editor.get('/api/v1/prompts/moved/labels')).body).toMatchObject({
      total: 1,
      items: [{ label: 'staging', version: 2 }],
    });
    expect(await editor.delete('/api/v1/prompts/moved/labels/production')).toMatchObject({
      status: 404,
      body: { code: 'LABEL_NOT_FOUND' },
    });
    expect(await move('moved', 'production', 4)).toMatchObject({
      status: 404,
      body: { code: 'VERSION_NOT_FOUND' },
    });
  });

  it('are found as they were at a moment, and so is latest', async () => {
    const { id } = await three('past');
    await move('past', 'production', 1);
    await move('past', 'production', 2);
    await editor.delete('/api/v1/prompts/past/labels/production');
    const moves = (await editor.get('/api/v1/prompts/past/label-history')).body.items.reverse() as Array<{
      at: string;
    }>;
    const asOf = (moment: string | undefined, label = 'production') =>
      editor.get(`/api/v1/prompts/${id}/labels/${label}?asOf=${encodeURIComponent(moment ?? '')}`);
    const justBefore = (moment: string | undefined) => new Date(Date.parse(moment ?? '') - 1).toISOString();
    expect((await asOf(moves[1]?.at)).body).toMatchObject({ version: 2, updatedAt: moves[1]?.at });
    expect(await asOf(justBefore(moves[0]?.at))).toMatchObject({
      status: 404,
      body: { code: 'LABEL_NOT_FOUND' },
    });
    expect((await asOf(moves[2]?.at)).status).toBe(404);
    expect((await asOf('2999-01-01T00:00:00+02:00', 'latest')).body.version).toBe(3);
    const versions = (await editor.get('/api/v1/prompts/past/versions')).body.items as Array<{
      createdAt: string;
    }>;
    expect((await asOf(versions[1]?.createdAt, 'latest')).body).toMatchObject({
      label: 'latest',
      version: 2,
    });
    expect((await asOf('2000-01-01T00:00:00Z', 'latest')).status).toBe(404);
    expect((await editor.get('/api/v1/prompts/past/labels/latest')).body).toMatchObject({
      label: 'latest',
      version: 3,
    });
    for (const wrong of [
      '',
      'now',
      '2026-01-31',
      '2026-01-31T09:30:00',
      '2026-13-01T00:00:00Z',
      '2026-11-31T00:00:00Z',
      '2026-01-31T25:00:00Z',
    ])
      expect(await asOf(wrong)).toMatchObject({ status: 422, body: { errors: [{ field: 'asOf' }] } });
  });

  it.each(['latest', '7', 'Production', '-x', 'a b', 'x'.repeat(65)])(
    'cannot be called %s',
    async (label) => {
      await editor.post('/api/v1/prompts', { name: 'names', content: 'v1' });
      expect(await move('names', encodeURIComponent(label), 1)).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'label' }] },
      });
      expect(
        (
          await editor.put(
            '/api/v1/prompts/names',
            { content: 'x', moveLabels: [label] },
            { headers: { 'if-match': '*' } },
          )
        ).status,
      ).toBe(422);
      expect((await editor.get('/api/v1/prompts/names')).body.latestVersion).toBe(1);
    },
  );

  it('that are protected are moved by admins only, in whatever way', async () => {
    expect((await server.admin.put('/api/v1/protected-labels/guarded')).body).toMatchObject({
      label: 'guarded',
    });
    const first = (await server.admin.get('/api/v1/protected-labels')).body;
    await server.admin.put('/api/v1/protected-labels/guarded');
    expect((await editor.get('/api/v1/protected-labels')).body).toEqual(first);
    expect((await editor.put('/api/v1/protected-labels/other')).status).toBe(403);

    await three('safe');
    const refused = { status: 403, body: { code: 'LABEL_PROTECTED' } };
    expect(await move('safe', 'guarded', 1)).toMatchObject(refused);
    expect(
      await editor.post('/api/v1/prompts', { name: 'new', content: 'v1', labels: ['guarded'] }),
    ).toMatchObject(refused);
    expect((await editor.get('/api/v1/prompts/new')).status).toBe(404);
    expect(
      await editor.put(
        '/api/v1/prompts/safe',
        { content: 'v4', moveLabels: ['guarded'] },
        { headers: { 'if-match': '*' } },
      ),
    ).toMatchObject(refused);
    expect((await editor.get('/api/v1/prompts/safe')).body.latestVersion).toBe(3);

    expect((await move('safe', 'guarded', 1, {}, server.admin)).status).toBe(200);
    expect((await move('safe', 'guarded', 1)).status).toBe(200);
    expect(await editor.delete('/api/v1/prompts/safe/labels/guarded')).toMatchObject(refused);
    expect((await editor.patch('/api/v1/prompts/safe', { serves: 'guarded' })).body.servedVersion).toBe(1);
    expect(await editor.patch('/api/v1/prompts/safe', { serves: 'latest' })).toMatchObject(refused);
    expect((await server.admin.patch('/api/v1/prompts/safe', { serves: 'latest' })).body.servedVersion).toBe(
      3,
    );

    expect((await server.admin.delete('/api/v1/protected-labels/guarded')).status).toBe(204);
    expect((await server.admin.delete('/api/v1/protected-labels/guarded')).status).toBe(404);
    expect((await move('safe', 'guarded', 2)).status).toBe(200);
  });

  it('decide what is served, and cannot be removed while they do', async () => {
    const { id } = await three('serving', { labels: ['production'], serves: 'production' });
    expect((await editor.get('/api/v1/prompts/serving')).body).toMatchObject({
      serves: 'production',
      servedVersion: 1,
      latestVersion: 3,
    });
    expect(await editor.delete('/api/v1/prompts/serving/labels/production')).toMatchObject({
      status: 409,
      body: { code: 'LABEL_IN_USE' },
    });
    await move('serving', 'production', 2);
    await move('serving', 'elsewhere', 3);
    await editor.patch('/api/v1/prompts/serving', { serves: 'elsewhere' });
    await editor.patch('/api/v1/prompts/serving', { serves: 'latest' });
    await editor.put(
      '/api/v1/prompts/serving',
      { content: 'v4', moveLabels: ['production'] },
      { headers: { 'if-match': '*' } },
    );
    expect(await editor.patch('/api/v1/prompts/serving', { serves: 'absent' })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'serves' }] },
    });
    expect((await editor.delete('/api/v1/prompts/serving/labels/production')).status).toBe(204);
    const intervals = await served(id);
    // Version 3 was served by the label first, and then as the latest.
    expect(intervals.map(({ version }) => version)).toEqual([1, 2, 3, 3, 4]);
    expectChain(intervals);
  });

  it('leave no gap, overlap or empty interval when everything happens at once', async () => {
    const { id } = await three('busy', { labels: ['production'], serves: 'production' });
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        n % 3 === 0
          ? editor.put('/api/v1/prompts/busy', { content: `text ${n}` }, { headers: { 'if-match': '*' } })
          : n % 3 === 1
            ? move('busy', 'production', 1 + (n % 4))
            : editor.patch('/api/v1/prompts/busy', { serves: n % 2 ? 'latest' : 'production' }),
      ),
    );
    const intervals = await served(id);
    expectChain(intervals);
    const { body } = await editor.get('/api/v1/prompts/busy');
    expect(intervals.at(-1)?.version).toBe(body.servedVersion);
  });

  function expectChain(intervals: ReadonlyArray<{ served_from: Date; served_to: Date | null }>): void {
    intervals.forEach(({ served_from, served_to }, n) => {
      const next = intervals[n + 1];
      expect(served_to).toEqual(next ? next.served_from : null);
      if (served_to) expect(served_to.getTime()).toBeGreaterThan(served_from.getTime());
    });
  }
});
