import { startServer, type TestServer } from '../../e2e/harness';

describe('hostile input', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    await server.admin.post('/api/v1/prompts', { name: 'target', content: 'v1' });
  });
  afterAll(() => server.stop());

  it.each([
    ['name', { name: '../etc/passwd' }],
    ['name', { name: 'a b' }],
    ['name', { name: 'a\u0000b' }],
    ['name', { name: 'x'.repeat(201) }],
    ['name', { name: 7 }],
    ['name', { name: '7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11' }],
    ['content', { content: undefined }],
    ['content', { content: null }],
    ['content', { content: 5 }],
    ['content', { content: '' }],
    ['content', { content: ' \n' }],
    ['content', { content: [] }],
    ['content', { content: { role: 'user' } }],
    ['content[0]', { content: [null] }],
    ['content[0].role', { content: [{ role: 'robot', content: 'x' }] }],
    ['content[0]', { content: [{ role: 'user', content: 'x', extra: 1 }] }],
    ['content', { content: '\ud800' }],
    ['content', { content: 'x'.repeat(500_001) }],
    ['content', { content: 'x', type: 'chat' }],
    ['type', { type: 'image' }],
    ['templateFormat', { templateFormat: 'jinja2' }],
    ['config', { config: 'x' }],
    ['config', { config: [1] }],
    ['config', { config: null }],
    ['description', { description: null }],
    ['description', { description: 'x'.repeat(2_001) }],
    ['agentRole', { agentRole: 'two words' }],
    ['agentRole', { agentRole: 'x'.repeat(65) }],
    ['tags', { tags: 'x' }],
    ['tags', { tags: Array.from({ length: 31 }, (_, n) => `${n}`) }],
    ['tags', { tags: ['x'.repeat(65)] }],
    ['tags', { tags: ['a', 'a'] }],
    ['tags', { tags: [' '] }],
    ['tags', { tags: [1] }],
    ['labels', { labels: ['latest'] }],
    ['labels', { labels: ['7'] }],
    ['labels', { labels: 'production' }],
    ['serves', { serves: 'A' }],
    ['serves', { serves: null }],
    ['message', { message: 'x'.repeat(2_001) }],
    ['id', { id: 'x' }],
  ])('in %s is refused when creating (case %#)', async (field, wrong) => {
    const answer = await server.admin.post('/api/v1/prompts', { name: 'hostile', content: 'x', ...wrong });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: expect.arrayContaining([expect.objectContaining({ field })]) },
    });
    expect((await server.admin.get('/api/v1/prompts/hostile')).status).toBe(404);
  });

  it.each([
    '{"__proto__": {"a": 1}}',
    '{"config": {"__proto__": 1}}',
    '{"a": {"constructor": {"prototype": 1}}}',
    '[',
    '[]',
    '"x"',
    '5',
  ])('as a body is refused: %s', async (raw) => {
    for (const path of ['/api/v1/prompts', '/api/v1/prompts/target/rollback', '/api/v1/prompts/seed']) {
      const { status } = await server.admin.post(path, undefined, { raw });
      expect([400, 422]).toContain(status);
    }
    expect([400, 422]).toContain(
      (await server.admin.put('/api/v1/prompts/target', undefined, { raw, headers: { 'if-match': '*' } }))
        .status,
    );
    expect([400, 422]).toContain(
      (await server.admin.patch('/api/v1/prompts/target', undefined, { raw })).status,
    );
  });

  it.each([
    '..%2F..%2Fetc%2Fpasswd',
    '%00',
    'a%00b',
    '%ff',
    'x'.repeat(300),
    '%27%3B%20DROP%20TABLE%20prompts%3B--',
    'target%2F',
    'TARGET',
    '%F0%9F%98%80',
  ])('as the id is no prompt: %s', async (id) => {
    for (const path of [
      '',
      '/versions',
      '/versions/1',
      '/labels',
      '/label-history',
      '/export',
      '/diff?from=1&to=1',
    ])
      expect([400, 404, 422]).toContain((await server.admin.get(`/api/v1/prompts/${id}${path}`)).status);
  });

  it('of the longest kind is published and found', async () => {
    const unique = Array.from({ length: 125_000 }, (_, n) => n.toString(36).padStart(3, 'q'))
      .join(' ')
      .slice(0, 500_000);
    const texts = [
      unique,
      Array.from({ length: 60_000 }, (_, n) => `${n.toString(36)}-x${n}`)
        .join('-')
        .slice(0, 500_000),
      Array.from({ length: 60_000 }, (_, n) => `語${String.fromCodePoint(0x4e00 + (n % 20_000))}${n}`)
        .join(' ')
        .slice(0, 500_000),
      'http://a.example/b?c=d&'.repeat(22_000).slice(0, 500_000),
      'ß'.repeat(500_000),
    ];
    for (const [n, content] of texts.entries()) {
      const made = await server.admin.post('/api/v1/prompts', {
        name: `long/${n}`,
        content,
        templateFormat: 'none',
      });
      expect(made.status).toBe(201);
      expect(
        (await server.admin.patch(`/api/v1/prompts/long%2F${n}`, { description: 'x'.repeat(2_000) })).status,
      ).toBe(200);
      expect((await server.admin.get(`/api/v1/prompts/long%2F${n}`)).body.latest.content).toBe(content);
    }
    expect((await server.admin.get('/api/v1/prompts?q=qq1&folder=long')).body.total).toBe(1);
  });

  it('leaves nothing half done', async () => {
    const before = await server.sql(
      'SELECT (SELECT count(*) FROM prompt_versions) AS versions, (SELECT count(*) FROM audit_log) AS audit, revision FROM registry_state',
    );
    await server.admin.put(
      '/api/v1/prompts/target',
      { content: 'v2', moveLabels: ['ok', 'latest'] },
      { headers: { 'if-match': '*' } },
    );
    await server.admin.put('/api/v1/prompts/target', { content: '{' }, { headers: { 'if-match': '*' } });
    await server.admin.patch('/api/v1/prompts/target', { description: 'x', serves: 'nowhere' });
    await server.admin.post('/api/v1/prompts', { name: 'TARGET', content: 'x' });
    await server.admin.put('/api/v1/prompts/target/labels/x', { version: 99 });
    expect(
      await server.sql(
        'SELECT (SELECT count(*) FROM prompt_versions) AS versions, (SELECT count(*) FROM audit_log) AS audit, revision FROM registry_state',
      ),
    ).toEqual(before);
  });
});
