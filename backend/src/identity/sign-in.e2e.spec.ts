import { ADMIN, startServer, type Answer, type Json, type TestServer } from '../../e2e/harness';
import { CLOCK, type Clock } from '../clock';
import { SESSION_COOKIE } from './session-cookie';
import { SessionsService } from './sessions.service';

const PASSWORD = 'a long enough password';
const MINUTE = 60_000;

describe('signing in', () => {
  let server: TestServer;
  let clock: Clock;
  let people = 0;
  /** Signs in where the test leaves her as she is. */
  let ada: string;

  beforeAll(async () => {
    server = await startServer({
      env: { SESSION_IDLE_MINUTES: '30', SESSION_ABSOLUTE_HOURS: '2', TRUST_PROXY: 'true' },
    });
    clock = server.app.get<Clock>(CLOCK);
    ada = await person();
  });
  afterAll(() => server.stop());
  afterEach(() => jest.restoreAllMocks());

  /** From now on the server's clock shows this many minutes more. */
  const later = (minutes: number): void => {
    const now = Date.now() + minutes * MINUTE;
    jest.spyOn(clock, 'now').mockImplementation(() => new Date(now));
  };
  const person = async (role = 'editor'): Promise<string> => {
    const email = `person-${++people}@example.com`;
    const made = await server.admin.post('/api/v1/users', {
      email,
      name: 'Person',
      role,
      password: PASSWORD,
    });
    expect(made.status).toBe(201);
    return email;
  };
  const login = (email: string, password = PASSWORD, headers: Record<string, string> = {}) =>
    server.nobody.post('/api/v1/auth/login', { email, password }, { headers });
  const tokenOf = (answer: Answer<Json>): string =>
    /^pr_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';
  const cookie = (token: string) => ({ headers: { cookie: `${SESSION_COOKIE}=${token}` } });
  const me = (token: string) => server.nobody.get('/api/v1/auth/me', cookie(token));

  it('answers the person and a cookie out of reach of scripts and other sites', async () => {
    const answer = await login(ada.toUpperCase());
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      id: expect.any(String),
      email: ada,
      name: 'Person',
      role: 'editor',
      disabled: false,
      createdAt: expect.any(String),
    });
    const attributes = (answer.headers.get('set-cookie') ?? '').split('; ').slice(1);
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=7200', 'Path=/', 'SameSite=Strict']);
    expect((await me(tokenOf(answer))).body).toEqual({
      type: 'user',
      id: answer.body.id,
      name: 'Person',
      email: ada,
      role: 'editor',
      scopes: ['resolve', 'record', 'read', 'write'],
    });
  });

  it('keeps the cookie off plain HTTP when the browser came by HTTPS', async () => {
    const answer = await login(ada, PASSWORD, { 'x-forwarded-proto': 'https' });
    expect(answer.headers.get('set-cookie')).toContain('; Secure');
  });

  it('stores no token and no password', async () => {
    const token = tokenOf(await login(ada));
    expect(token).toHaveLength(43);
    const dump = JSON.stringify(
      await server.sql(
        `SELECT to_jsonb(s) FROM sessions s UNION ALL SELECT to_jsonb(u) FROM users u UNION ALL SELECT to_jsonb(a) FROM audit_log a`,
      ),
    );
    expect(dump).not.toContain(token);
    expect(dump).not.toContain(PASSWORD);
    expect(dump).toContain('$argon2id$');
  });

  it('gives a new token each time and ends the session the browser had', async () => {
    const first = tokenOf(await login(ada));
    const second = tokenOf(await login(ada, PASSWORD, cookie(first).headers));
    expect(second).not.toBe(first);
    expect((await me(first)).status).toBe(401);
    expect((await me(second)).status).toBe(200);
  });

  it('does not adopt a token that was planted', async () => {
    const planted = 'A'.repeat(43);
    const given = tokenOf(await login(ada, PASSWORD, cookie(planted).headers));
    expect(given).not.toBe(planted);
    expect((await me(planted)).status).toBe(401);
  });

  it('answers alike to a wrong password, an unknown and a disabled person', async () => {
    const email = await person();
    const disabled = await person();
    const { id } = (await login(disabled)).body;
    await server.admin.patch(`/api/v1/users/${id}`, { disabled: true });
    const answers = [
      await login(email, 'not the password at all'),
      await login('nobody@example.com'),
      await login(disabled),
    ];
    for (const { status, body, headers } of answers) {
      expect(status).toBe(401);
      expect(headers.get('set-cookie')).toBeNull();
      expect({ ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' });
      expect(body.code).toBe('LOGIN_FAILED');
    }
  });

  it('ends after the idle limit, however the time before was used', async () => {
    const token = tokenOf(await login(ada));
    for (const minutes of [20, 40, 69]) {
      later(minutes);
      expect((await me(token)).status).toBe(200);
    }
    later(69 + 30);
    const ended = await me(token);
    expect(ended.status).toBe(401);
    expect(ended.headers.get('www-authenticate')).toBe('Bearer');
    expect(ended.body.code).toBe('NOT_AUTHENTICATED');
  });

  it('ends at the absolute limit, however busy it is', async () => {
    const token = tokenOf(await login(ada));
    for (let minutes = 20; minutes < 120; minutes += 20) {
      later(minutes);
      expect((await me(token)).status).toBe(200);
    }
    later(119);
    expect((await me(token)).status).toBe(200);
    later(121);
    expect((await me(token)).status).toBe(401);
  });

  it('writes down that a session was seen at most once a minute', async () => {
    await server.sql('DELETE FROM sessions');
    const token = tokenOf(await login(ada));
    const seen = async () =>
      (await server.sql<{ at: Date }>('SELECT max(last_seen_at) AS at FROM sessions'))[0]?.at.getTime();
    const opened = await seen();
    later(0.9);
    await me(token);
    expect(await seen()).toBe(opened);
    later(1.5);
    await me(token);
    expect(await seen()).toBe(clock.now().getTime());
  });

  it('removes the rows of ended sessions and only those', async () => {
    await server.sql('DELETE FROM sessions');
    await login(ada);
    later(31);
    const token = tokenOf(await login(ada));
    later(32);
    await server.app.get(SessionsService).removeExpired();
    expect(await server.sql('SELECT id FROM sessions')).toHaveLength(1);
    expect((await me(token)).status).toBe(200);
  });

  it('signs out: the cookie is cleared and the token is worth nothing', async () => {
    const token = tokenOf(await login(ada));
    const out = await server.nobody.post('/api/v1/auth/logout', undefined, cookie(token));
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(
      /^pr_session=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970/,
    );
    expect((await me(token)).status).toBe(401);
  });

  it('follows a change of role at the next request', async () => {
    const answer = await login(await person('admin'));
    const token = tokenOf(answer);
    expect((await server.nobody.get('/api/v1/users', cookie(token))).status).toBe(200);
    await server.admin.patch(`/api/v1/users/${answer.body.id}`, { role: 'viewer' });
    const refused = await server.nobody.get('/api/v1/users', cookie(token));
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toContain('"admin"');
  });

  it.each([{ disabled: true }, { password: 'another long password' }])(
    'ends the sessions of a person changed by %j',
    async (change) => {
      const answer = await login(await person());
      expect((await server.admin.patch(`/api/v1/users/${answer.body.id}`, change)).status).toBe(200);
      expect((await me(tokenOf(answer))).status).toBe(401);
    },
  );

  describe('a changed password', () => {
    it('ends all sessions and goes on under a new token', async () => {
      const email = await person();
      const here = tokenOf(await login(email));
      const elsewhere = tokenOf(await login(email));
      const body = { currentPassword: PASSWORD, newPassword: 'the new long password' };
      const changed = await server.nobody.put('/api/v1/auth/password', body, cookie(here));
      expect(changed.status).toBe(204);
      expect((await me(here)).status).toBe(401);
      expect((await me(elsewhere)).status).toBe(401);
      expect((await me(tokenOf(changed))).status).toBe(200);
      expect((await login(email)).status).toBe(401);
      expect((await login(email, 'the new long password')).status).toBe(200);
    });

    it('needs the current one, and one of twelve characters or more', async () => {
      const token = tokenOf(await login(ada));
      const change = (currentPassword: string, newPassword: string) =>
        server.nobody.put('/api/v1/auth/password', { currentPassword, newPassword }, cookie(token));
      const wrong = await change('not the password', 'the new long password');
      expect([wrong.status, wrong.body.errors[0].field]).toEqual([422, 'currentPassword']);
      const short = await change(PASSWORD, 'elevenchars');
      expect([short.status, short.body.errors[0].field]).toEqual([422, 'newPassword']);
      expect((await me(token)).status).toBe(200);
    });

    it('is changed once when sent twice at the same time', async () => {
      const token = tokenOf(await login(await person()));
      const answers = await Promise.all(
        ['the first new password', 'the second new password'].map((newPassword) =>
          server.nobody.put(
            '/api/v1/auth/password',
            { currentPassword: PASSWORD, newPassword },
            cookie(token),
          ),
        ),
      );
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    });
  });

  describe('guessing', () => {
    const from = (address: string) => ({ 'x-forwarded-for': address });

    it('is stopped after ten failures for a person from an address, also all at once', async () => {
      const email = await person();
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, i) => login(email, `guess number ${i} of many`, from('198.51.100.1'))),
      );
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
      const stopped = await login(email, PASSWORD, from('198.51.100.1'));
      expect([stopped.status, stopped.body.code]).toEqual([429, 'TOO_MANY_REQUESTS']);
      expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(800);
      expect((await login(email, PASSWORD, from('198.51.100.2'))).status).toBe(200);
    });

    it('of the first admin works no better', async () => {
      const answer = await login(ADMIN.email, ADMIN.password);
      expect(answer.status).toBe(200);
      expect(answer.body.role).toBe('admin');
    });
  });
});
