import { ADMIN, startServer, type Json, type TestServer } from '../../e2e/harness';

const PASSWORD = 'a long enough password';

describe('the audit log', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  const audit = async (query = '') =>
    (await server.admin.get(`/api/v1/audit${query}`)).body as { items: Json[]; next: string | null };
  const newest = async () => (await audit('?limit=1')).items[0];
  /** What the mutation wrote: its rows, oldest first. */
  const rowsOf = async (mutation: () => Promise<unknown>): Promise<Json[]> => {
    const before = BigInt((await newest()).id);
    await mutation();
    return (await audit('?limit=200')).items.filter(({ id }) => BigInt(id) > before).reverse();
  };

  it('begins with what the server did at its first start', async () => {
    const { items } = await audit('?actor=first%20start');
    expect(
      items.map(({ action, subjectName, actorType, actorId, requestId }) => ({
        action,
        subjectName,
        actorType,
        actorId,
        requestId,
      })),
    ).toEqual([
      {
        action: 'api_key.created',
        subjectName: 'ADMIN_API_KEY',
        actorType: 'system',
        actorId: null,
        requestId: null,
      },
      {
        action: 'user.created',
        subjectName: ADMIN.email,
        actorType: 'system',
        actorId: null,
        requestId: null,
      },
    ]);
  });

  it('has exactly one row for each change, with who, what, before and after, and no secret', async () => {
    const made: Json = {};
    let cookie = '';
    const session = () => ({ headers: { cookie } });
    const login = async () => {
      const answer = await server.nobody.post('/api/v1/auth/login', {
        email: 'ada@example.com',
        password: made.password,
      });
      cookie = (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] as string;
    };
    made.password = PASSWORD;
    const steps: Array<[string, () => Promise<unknown>, object]> = [
      [
        'user.created',
        async () =>
          (made.user = (
            await server.admin.post('/api/v1/users', {
              email: 'ada@example.com',
              name: 'Ada',
              role: 'admin',
              password: PASSWORD,
            })
          ).body),
        { before: null, after: { role: 'admin' } },
      ],
      ['session.created', login, { actorType: 'user', actorName: 'ada@example.com', subjectType: 'session' }],
      [
        'user.updated',
        () => server.admin.patch(`/api/v1/users/${made.user.id}`, { name: 'Ada L', role: 'admin' }),
        { before: { name: 'Ada' }, after: { name: 'Ada L' } },
      ],
      [
        'api_key.created',
        async () =>
          (made.key = (
            await server.nobody.post('/api/v1/api-keys', { name: 'agents', scopes: ['read'] }, session())
          ).body),
        { actorName: 'ada@example.com', subjectName: 'agents' },
      ],
      [
        'api_key.revoked',
        () => server.nobody.delete(`/api/v1/api-keys/${made.key.id}`, session()),
        { subjectName: 'agents' },
      ],
      [
        'user.password_changed',
        async () => {
          made.password = 'another long password';
          await server.nobody.put(
            '/api/v1/auth/password',
            { currentPassword: PASSWORD, newPassword: made.password },
            session(),
          );
          await login();
        },
        { subjectName: 'ada@example.com' },
      ],
      [
        'session.ended',
        () => server.nobody.post('/api/v1/auth/logout', undefined, session()),
        { actorName: 'ada@example.com' },
      ],
      [
        'user.updated',
        () => server.admin.patch(`/api/v1/users/${made.user.id}`, { password: PASSWORD, disabled: true }),
        { before: { disabled: false }, after: { disabled: true, password: 'changed' } },
      ],
    ];
    for (const [action, step, expected] of steps) {
      const rows = await rowsOf(step);
      // The step that changes the password signs in again, which is a change of its own.
      expect(rows.map((row) => row.action)).toEqual(
        action === 'user.password_changed' ? [action, 'session.created'] : [action],
      );
      expect(rows[0]).toMatchObject({ ...expected, requestId: expect.any(String) });
    }
    const everything = JSON.stringify(await server.sql('SELECT to_jsonb(a) AS row FROM audit_log a'));
    for (const secret of [PASSWORD, made.password, made.key.key, cookie.split('=')[1], '$argon2'])
      expect(everything).not.toContain(secret);
  });

  it('has no row for what changed nothing or was refused', async () => {
    const admin = (await server.admin.get('/api/v1/users')).body.items[0];
    const { body: key } = await server.admin.post('/api/v1/api-keys', { name: 'twice', scopes: ['read'] });
    await server.admin.delete(`/api/v1/api-keys/${key.id}`);
    const rows = await rowsOf(async () => {
      await server.admin.patch(`/api/v1/users/${admin.id}`, { name: admin.name });
      await server.admin.patch(`/api/v1/users/${admin.id}`, {});
      await server.admin.patch(`/api/v1/users/${admin.id}`, { disabled: true });
      await server.admin.delete(`/api/v1/api-keys/${key.id}`);
      await server.admin.post('/api/v1/users', {
        email: ADMIN.email,
        name: 'Twin',
        role: 'viewer',
        password: PASSWORD,
      });
      await server.nobody.post('/api/v1/auth/login', { email: ADMIN.email, password: 'not the password' });
    });
    expect(rows).toEqual([]);
  });

  it('is read newest first, page by page, without gaps while it grows', async () => {
    const all = (await audit('?limit=200')).items.map(({ id }) => id);
    const seen: string[] = [];
    let page = await audit('?limit=3');
    for (;;) {
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      await server.admin.post('/api/v1/api-keys', { name: 'meanwhile', scopes: ['read'] });
      page = await audit(`?limit=3&cursor=${page.next}`);
    }
    expect(seen).toEqual(all);
    expect(seen).toEqual([...seen].sort((a, b) => Number(b) - Number(a)));
  });

  it('is filtered by who, what, on what and when', async () => {
    const { items } = await audit('?limit=200');
    const one = items.find(({ action }) => action === 'session.created');
    const check = async (query: string, holds: (entry: Json) => boolean) => {
      const found = (await audit(`?limit=200&${query}`)).items;
      const now = (await audit('?limit=200')).items;
      expect(found.map(({ id }) => id)).toEqual(now.filter(holds).map(({ id }) => id));
      expect(found.length).toBeGreaterThan(0);
    };
    await check('action=user.created', (entry) => entry.action === 'user.created');
    await check('actor=ada@example.com', (entry) => entry.actorName === 'ada@example.com');
    await check(`actor=${one.actorId}`, (entry) => entry.actorId === one.actorId);
    await check('subjectType=api_key', (entry) => entry.subjectType === 'api_key');
    await check(`subjectId=${one.subjectId}`, (entry) => entry.subjectId === one.subjectId);
    await check('subjectName=agents', (entry) => entry.subjectName === 'agents');
    await check(`from=${one.at}`, (entry) => entry.at >= one.at);
    await check(`to=${one.at}`, (entry) => entry.at < one.at);
  });

  it.each([
    'cursor=x',
    'cursor=-1',
    'cursor=99999999999999999999',
    'limit=0',
    'limit=201',
    'limit=x',
    'from=yesterday',
    'to=2026-02-30T00:00:00Z',
    'actor=',
    'unknown=1',
    'action=a&action=b',
  ])('refuses ?%s', async (query) => {
    const answer = await server.admin.get(`/api/v1/audit?${query}`);
    expect([answer.status, answer.body.code]).toEqual([422, 'INVALID_INPUT']);
  });

  it.each(['UPDATE audit_log SET actor_name = $1', 'DELETE FROM audit_log WHERE actor_name <> $1'])(
    'cannot be rewritten: %s',
    async (statement) => {
      await expect(server.sql(statement, ['nobody'])).rejects.toMatchObject({
        driverError: { code: '23001' },
      });
    },
  );
});
