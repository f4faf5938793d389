import { ADMIN, startServer, type TestServer } from '../../e2e/harness';

const PASSWORD = 'a long enough password';

describe('people', () => {
  let server: TestServer;
  let people = 0;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  const add = async (role: string) => {
    const made = await server.admin.post('/api/v1/users', {
      email: `p${++people}@example.com`,
      name: 'P',
      role,
      password: PASSWORD,
    });
    expect(made.status).toBe(201);
    return made.body as { id: string; email: string };
  };

  it('are added, read, changed and listed, without their passwords', async () => {
    const made = await server.admin.post('/api/v1/users', {
      email: 'Ada@Example.com',
      name: 'Ada',
      role: 'editor',
      password: PASSWORD,
    });
    expect(made.status).toBe(201);
    const ada = {
      id: expect.any(String),
      email: 'ada@example.com',
      name: 'Ada',
      role: 'editor',
      disabled: false,
      createdAt: expect.any(String),
    };
    expect(made.body).toEqual(ada);
    const path = `/api/v1/users/${made.body.id}`;
    expect((await server.admin.get(path)).body).toEqual(made.body);
    const changed = await server.admin.patch(path, { name: 'Ada L', role: 'viewer', disabled: true });
    expect([changed.status, changed.body]).toEqual([
      200,
      { ...made.body, name: 'Ada L', role: 'viewer', disabled: true },
    ]);
    expect((await server.admin.patch(path, { disabled: false })).body.disabled).toBe(false);
    const list = await server.admin.get('/api/v1/users?page=1&pageSize=1');
    expect(list.body).toEqual({
      items: [expect.objectContaining({ email: ADMIN.email })],
      total: 2,
      page: 1,
      pageSize: 1,
    });
  });

  it('have an address of their own, whatever its case, also when added at once', async () => {
    const variants = ['twin@example.com', 'Twin@example.com', 'TWIN@EXAMPLE.COM'];
    const answers = await Promise.all(
      variants.map((email) =>
        server.admin.post('/api/v1/users', { email, name: 'Twin', role: 'viewer', password: PASSWORD }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('EMAIL_TAKEN');
  });

  it.each([
    [{ email: 'no address' }, 'email'],
    [{ email: `${'x'.repeat(65)}@example.com` }, 'email'],
    [{ name: '' }, 'name'],
    [{ role: 'root' }, 'role'],
    [{ password: 'elevenchars' }, 'password'],
    [{ password: 'x'.repeat(201) }, 'password'],
    [{ password: null }, 'password'],
    [{ passwordHash: 'x' }, 'passwordHash'],
  ])('are refused with %j, naming the field', async (wrong, field) => {
    const right = { email: 'fine@example.com', name: 'Fine', role: 'viewer', password: PASSWORD };
    const answer = await server.admin.post('/api/v1/users', { ...right, ...wrong });
    expect([answer.status, answer.body.code, answer.body.errors[0].field]).toEqual([
      422,
      'INVALID_INPUT',
      field,
    ]);
    expect(JSON.stringify(answer.body)).not.toContain(PASSWORD);
  });

  it.each([
    { name: null },
    { role: null },
    { password: null },
    { disabled: null },
    { disabled: 'true' },
    { email: 'x@example.com' },
  ])('cannot be changed to %j', async (change) => {
    const { id } = await add('viewer');
    expect((await server.admin.patch(`/api/v1/users/${id}`, change)).status).toBe(422);
  });

  it.each(['00000000-0000-4000-8000-000000000000', 'nobody', '%00', '..%2F..', "'; DROP TABLE users --"])(
    'that do not exist are not found: %s',
    async (id) => {
      for (const answer of [
        await server.admin.get(`/api/v1/users/${id}`),
        await server.admin.patch(`/api/v1/users/${id}`, { name: 'X' }),
      ])
        expect([404, 422]).toContain(answer.status);
    },
  );

  describe('of whom the last admin must stay', () => {
    const admins = () =>
      server.sql<{ id: string }>(`SELECT id FROM users WHERE role = 'admin' AND disabled_at IS NULL`);

    it.each([{ disabled: true }, { role: 'editor' }])('is not changed by %j', async (change) => {
      const [{ id }] = (await admins()) as [{ id: string }];
      const answer = await server.admin.patch(`/api/v1/users/${id}`, change);
      expect([answer.status, answer.body.code]).toEqual([409, 'LAST_ADMIN']);
      expect((await server.admin.patch(`/api/v1/users/${id}`, { name: 'Still admin' })).status).toBe(200);
    });

    it('when all of them give it up at once', async () => {
      while ((await admins()).length < 4) await add('admin');
      const four = await admins();
      for (let round = 0; round < 5; round++) {
        await server.sql(`UPDATE users SET role = 'admin', disabled_at = NULL WHERE id = ANY ($1)`, [
          four.map(({ id }) => id),
        ]);
        const answers = await Promise.all(
          four.map(({ id }, i) =>
            server.admin.patch(`/api/v1/users/${id}`, i % 2 ? { disabled: true } : { role: 'viewer' }),
          ),
        );
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 409]);
        expect(await admins()).toHaveLength(1);
      }
    });
  });
});
