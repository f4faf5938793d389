import { ADMIN, startServer, type Answer, type Json, type TestServer } from '../../e2e/harness';

const CROSS_SITE: ReadonlyArray<Record<string, string>> = [
  { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  { 'sec-fetch-site': 'same-site', origin: 'https://sibling.example' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
];
const body = { name: 'planted', scopes: ['admin'] };

describe('requests that another site makes a browser send', () => {
  let server: TestServer;
  let cookie: string;

  beforeAll(async () => {
    server = await startServer({ env: { PUBLIC_URL: 'https://prompts.example/' } });
    const login = await server.nobody.post('/api/v1/auth/login', {
      email: ADMIN.email,
      password: ADMIN.password,
    });
    cookie = (login.headers.get('set-cookie') ?? '').split(';', 1)[0] as string;
    expect(login.headers.get('set-cookie')).toContain('; Secure');
  });
  afterAll(() => server.stop());

  const refused = ({ status, body: problem }: Answer<Json>): void => {
    expect([status, problem.code]).toEqual([403, 'CROSS_SITE_REFUSED']);
  };
  const keys = () => server.sql('SELECT id FROM api_keys');

  it.each(CROSS_SITE)('are refused with a session: %j', async (headers) => {
    const before = await keys();
    refused(await server.nobody.post('/api/v1/api-keys', body, { headers: { ...headers, cookie } }));
    refused(await server.nobody.post('/api/v1/auth/logout', undefined, { headers: { ...headers, cookie } }));
    expect(await keys()).toEqual(before);
    expect((await server.nobody.get('/api/v1/auth/me', { headers: { cookie } })).status).toBe(200);
  });

  it.each(CROSS_SITE)('cannot sign somebody in: %j', async (headers) => {
    const answer = await server.nobody.post(
      '/api/v1/auth/login',
      { email: ADMIN.email, password: ADMIN.password },
      { headers },
    );
    refused(answer);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'cannot carry a body of a kind that forms can send: %s',
    async (type) => {
      const answer = await server.nobody.post('/api/v1/api-keys', undefined, {
        raw: JSON.stringify(body),
        headers: { 'content-type': type, cookie },
      });
      expect(answer.status).toBe(415);
    },
  );

  it('are told from our own pages, whatever the proxy made of the host', async () => {
    const own: ReadonlyArray<Record<string, string>> = [
      { 'sec-fetch-site': 'same-origin', origin: 'https://prompts.example' },
      { origin: 'https://prompts.example' },
      { origin: server.url },
      {},
    ];
    for (const headers of own) {
      const made = await server.nobody.post(
        '/api/v1/api-keys',
        { name: 'mine', scopes: ['read'] },
        { headers: { ...headers, cookie } },
      );
      expect(made.status).toBe(201);
    }
  });

  it('may read, and are let through with an API key, which no browser sends by itself', async () => {
    const headers = CROSS_SITE[0] as Record<string, string>;
    expect((await server.nobody.get('/api/v1/auth/me', { headers: { ...headers, cookie } })).status).toBe(
      200,
    );
    expect(
      (await server.admin.post('/api/v1/api-keys', { name: 'by key', scopes: ['read'] }, { headers })).status,
    ).toBe(201);
  });
});
