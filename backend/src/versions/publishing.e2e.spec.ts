import { startServer, type TestServer } from '../../e2e/harness';

describe('publishing', () => {
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
  const audit = (id: string) =>
    server.sql<{ action: string }>('SELECT action FROM audit_log WHERE subject_id = $1 ORDER BY id', [id]);

  it('creates a prompt with version 1, and finds it by name and by id', async () => {
    const made = await create('team/first', {
      content: 'Hi {name}\r\n',
      description: 'Greets',
      agentRole: 'architect',
      tags: [' a ', 'b'],
      labels: ['production'],
      serves: 'production',
      config: { temperature: 0, nested: { constructorArgs: [1] } },
      message: 'First',
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"1.0"');
    expect(made.headers.get('location')).toBe(`/api/v1/prompts/${made.body.id}`);
    expect(made.body).toMatchObject({
      name: 'team/first',
      description: 'Greets',
      agentRole: 'architect',
      depth: null,
      tags: ['a', 'b'],
      type: 'text',
      serves: 'production',
      latestVersion: 1,
      servedVersion: 1,
      labels: [{ label: 'production', version: 1 }],
      archivedAt: null,
      latest: {
        version: 1,
        templateFormat: 'f-string',
        content: 'Hi {name}\n',
        config: { temperature: 0, nested: { constructorArgs: [1] } },
        variables: ['name'],
        contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        message: 'First',
        parentVersion: null,
        restoredFrom: null,
        labels: ['production'],
      },
    });
    expect((await get('team/first')).body).toEqual(made.body);
    expect((await get(made.body.id)).body).toEqual(made.body);
    expect(await audit(made.body.id)).toEqual([{ action: 'prompt.created' }]);
  });

  it('takes a chat prompt by the shape of its content', async () => {
    const content = [
      { role: 'system', content: 'Be {mood}.' },
      { type: 'placeholder', name: 'history' },
    ];
    const made = await create('chat', { content });
    expect(made.body).toMatchObject({ type: 'chat', latest: { content, variables: ['mood'] } });
    expect(await put('chat', { content: 'text' })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'content' }] },
    });
  });

  it('keeps names unique without regard to case', async () => {
    await create('Unique');
    expect(await create('unique')).toMatchObject({ status: 409, body: { code: 'NAME_TAKEN' } });
    expect((await get('unique')).status).toBe(404);
  });

  it('refuses a served label that nothing has', async () => {
    expect(await create('no-label', { serves: 'production' })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'serves' }] },
    });
    expect((await get('no-label')).status).toBe(404);
  });

  it('says where in a template a problem is', async () => {
    const refused = await create('bad', {
      content: [
        { role: 'user', content: 'ok' },
        { role: 'user', content: 'line\n {price:.2f}' },
      ],
    });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'TEMPLATE_INVALID', errors: [{ field: 'content[1].content', line: 2, column: 2 }] },
    });
  });

  it('makes the next version from what is given, and the rest from the latest', async () => {
    await create('next', { content: '{{a}}', templateFormat: 'mustache', config: { k: 1 } });
    const second = await put('next', { content: '{{b}}', message: 'Ask for b' }, '"1.0"');
    expect(second).toMatchObject({
      status: 200,
      body: {
        version: 2,
        templateFormat: 'mustache',
        config: { k: 1 },
        variables: ['b'],
        parentVersion: 1,
        message: 'Ask for b',
        created: true,
      },
    });
    expect(second.headers.get('etag')).toBe('"2.0"');
    const third = await put('next', { content: '{b}', templateFormat: 'f-string', config: {} }, '"2.0"');
    expect(third.body).toMatchObject({ version: 3, templateFormat: 'f-string', config: {} });
    expect((await get('next', '/versions/1')).body).toMatchObject({ version: 1, content: '{{a}}' });
  });

  it('makes no version of the same words', async () => {
    const { body } = await create('same', { content: 'a\n', config: { x: 1, y: [2] } });
    const again = await put('same', { content: 'a\r\n', config: { y: [2], x: 1 } }, '"1.0"');
    expect(again).toMatchObject({ status: 200, body: { version: 1, created: false } });
    expect(again.headers.get('etag')).toBe('"1.0"');
    await put('same', { content: 'b' });
    expect((await put('same', { content: 'a\n' })).body).toMatchObject({ version: 3, created: true });
    expect(await audit(body.id)).toHaveLength(3);
    const labelled = await put('same', { content: 'a\n', moveLabels: ['staging'] });
    expect(labelled.body).toMatchObject({ version: 3, created: false, labels: ['staging'] });
    expect(await audit(body.id)).toHaveLength(4);
  });

  it('demands to know what an edit is based on', async () => {
    await create('based');
    expect(await put('based', { content: 'v2' }, null)).toMatchObject({
      status: 428,
      body: { code: 'PRECONDITION_REQUIRED' },
    });
    expect(await put('based', { content: 'v2' }, '1.0')).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'If-Match' }] },
    });
    await put('based', { content: 'v2' }, '"1.0"');
    expect(await put('based', { content: 'v2b' }, '"1.0"')).toMatchObject({
      status: 412,
      body: { code: 'VERSION_CONFLICT', currentVersion: 2, currentEtag: '"2.0"' },
    });
    await server.admin.patch('/api/v1/prompts/based', { description: 'edited meanwhile' });
    expect((await put('based', { content: 'v3' }, '"2.0"')).status).toBe(200);
  });

  it('lets one of sixteen editors of the same version win', async () => {
    await create('race');
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) => put('race', { content: `editor ${n}` }, '"1.0"')),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(15).fill(412)]);
    expect((await get('race')).body.latestVersion).toBe(2);
  });

  it('numbers 200 concurrent publishes without a gap', async () => {
    const { body } = await create('many');
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => put('many', { content: `text ${n}` })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const numbers = answers.map((answer) => answer.body.version as number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 200 }, (_, n) => n + 2));
    for (const { body: version } of answers)
      expect((await get('many', `/versions/${version.version}`)).body.content).toBe(version.content);
    const rows = await server.sql<{ version: number; created_at: Date; parent_version: number }>(
      'SELECT version, created_at, parent_version FROM prompt_versions WHERE prompt_id = $1 ORDER BY version',
      [body.id],
    );
    expect(rows.map(({ version }) => version)).toEqual(Array.from({ length: 201 }, (_, n) => n + 1));
    expect(rows.every((row, n) => n === 0 || row.created_at >= (rows[n - 1]?.created_at ?? 0))).toBe(true);
    expect(rows.slice(1).map(({ parent_version }) => parent_version)).toEqual(
      rows.slice(0, -1).map(({ version }) => version),
    );
    expect(await audit(body.id)).toHaveLength(201);
  });

  it('rolls back by a new version, also to the same words', async () => {
    await create('back', { content: 'one {a}', config: { k: 1 } });
    await put('back', { content: 'two' });
    const rolled = await server.admin.post('/api/v1/prompts/back/rollback', { version: 1 });
    expect(rolled).toMatchObject({
      status: 201,
      body: {
        version: 3,
        content: 'one {a}',
        config: { k: 1 },
        variables: ['a'],
        restoredFrom: 1,
        parentVersion: 2,
        message: 'Rollback to version 1',
      },
    });
    expect(rolled.headers.get('etag')).toBe('"3.0"');
    expect(rolled.body).not.toHaveProperty('created');
    const again = await server.admin.post(
      '/api/v1/prompts/back/rollback',
      { version: 3, message: 'Again' },
      { headers: { 'if-match': '"3.0"' } },
    );
    expect(again.body).toMatchObject({
      version: 4,
      restoredFrom: 3,
      message: 'Again',
      contentHash: rolled.body.contentHash,
    });
    expect(await server.admin.post('/api/v1/prompts/back/rollback', { version: 9 })).toMatchObject({
      status: 404,
      body: { code: 'VERSION_NOT_FOUND' },
    });
    expect(
      (
        await server.admin.post(
          '/api/v1/prompts/back/rollback',
          { version: 1 },
          { headers: { 'if-match': '"3.0"' } },
        )
      ).status,
    ).toBe(412);
    expect((await get('back')).body.latestVersion).toBe(4);
  });

  it('archives and restores, twice each, and only reads what is archived', async () => {
    const { body } = await create('old');
    const archived = await server.admin.delete('/api/v1/prompts/old');
    expect(archived).toMatchObject({ status: 200, body: { archivedAt: expect.any(String) } });
    expect((await server.admin.delete('/api/v1/prompts/old')).body).toEqual(archived.body);
    for (const refused of [
      await put('old', { content: 'v2' }),
      await server.admin.patch('/api/v1/prompts/old', { description: 'x' }),
      await server.admin.post('/api/v1/prompts/old/rollback', { version: 1 }),
      await server.admin.put('/api/v1/prompts/old/labels/x', { version: 1 }),
    ])
      expect(refused).toMatchObject({ status: 409, body: { code: 'PROMPT_ARCHIVED' } });
    expect(await create('OLD')).toMatchObject({ status: 409, body: { code: 'NAME_TAKEN' } });
    const restored = await server.admin.post('/api/v1/prompts/old/restore');
    expect(restored).toMatchObject({ status: 200, body: { archivedAt: null } });
    expect((await server.admin.post('/api/v1/prompts/old/restore')).body).toEqual(restored.body);
    expect((await audit(body.id)).map(({ action }) => action)).toEqual([
      'prompt.created',
      'prompt.archived',
      'prompt.restored',
    ]);
    expect(
      (await server.admin.delete('/api/v1/prompts/old', { headers: { 'if-match': '"1.0"' } })).status,
    ).toBe(412);
  });
});
