import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Caller, DATABASE, startServer, type TestServer } from '../../e2e/harness';
import { ownMs } from '../../e2e/own-time';
import { CLOCK, type Clock } from '../clock';
import { CONFIGURATION, type Configuration } from '../configuration';
import { ApiKeyUsage } from './api-key-usage';
import { FOREIGN_PREFIX } from './key-format';

const MINUTE = 60_000;

describe('API keys', () => {
  let server: TestServer;
  let clock: Clock;

  beforeAll(async () => {
    server = await startServer();
    clock = server.app.get<Clock>(CLOCK);
  });
  afterAll(() => server.stop());
  afterEach(() => jest.restoreAllMocks());

  const at = (moment: number): void =>
    void jest.spyOn(clock, 'now').mockImplementation(() => new Date(moment));
  const make = async (given: object = {}) => {
    const made = await server.admin.post('/api/v1/api-keys', { name: 'agents', scopes: ['read'], ...given });
    expect(made.status).toBe(201);
    return made.body as { id: string; key: string; prefix: string };
  };
  const me = (key: string, scheme = 'Bearer') =>
    server.nobody.get('/api/v1/auth/me', { headers: { authorization: `${scheme} ${key}` } });

  it('are shown once, and work at once', async () => {
    const made = await make({ scopes: ['record', 'resolve'] });
    expect(made.key.startsWith(`${made.prefix}_`)).toBe(true);
    expect((await me(made.key)).body).toEqual({
      type: 'key',
      id: made.id,
      name: 'agents',
      scopes: ['resolve', 'record'],
    });
    expect((await me(made.key, 'bearer')).status).toBe(200);
    const { key, ...rest } = made;
    const list = await server.admin.get('/api/v1/api-keys?pageSize=200');
    expect(list.body.items[0]).toEqual(rest);
    expect(JSON.stringify(list.body)).not.toContain(key);
    expect(list.body.total).toBe(list.body.items.length);
  });

  it('are found nowhere in the database or the data directory', async () => {
    const { key } = await make();
    const dump = JSON.stringify(
      await server.sql(
        `SELECT to_jsonb(k) AS row FROM api_keys k UNION ALL SELECT to_jsonb(a) FROM audit_log a`,
      ),
    );
    const path = join(server.dataDir, 'api-keys.json');
    const file = readFileSync(path, 'utf8');
    for (const text of [dump, file]) {
      expect(text).not.toContain(key);
      expect(text).not.toContain(key.slice(12));
    }
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('of the configuration show no part of themselves', async () => {
    const { items } = (await server.admin.get('/api/v1/api-keys?pageSize=200')).body;
    expect(items.at(-1)).toMatchObject({
      name: 'ADMIN_API_KEY',
      prefix: FOREIGN_PREFIX,
      scopes: ['admin'],
      createdBy: 'first start',
    });
  });

  it('are refused as soon as they are revoked, and revoking again changes nothing', async () => {
    const { id, key } = await make();
    const revoked = await server.admin.delete(`/api/v1/api-keys/${id}`);
    expect([revoked.status, revoked.body.revokedAt]).toEqual([200, expect.any(String)]);
    const refused = await me(key);
    expect([refused.status, refused.body.code]).toEqual([401, 'NOT_AUTHENTICATED']);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect((await server.admin.delete(`/api/v1/api-keys/${id}`)).body).toEqual(revoked.body);
    expect(readFileSync(join(server.dataDir, 'api-keys.json'), 'utf8')).not.toContain(id);
  });

  it('stop working the moment they expire', async () => {
    const expiresAt = Date.now() + 60 * MINUTE;
    const { key } = await make({ expiresAt: new Date(expiresAt).toISOString() });
    at(expiresAt - 1);
    expect((await me(key)).status).toBe(200);
    at(expiresAt);
    const expired = await me(key);
    expect([expired.status, expired.body.detail]).toEqual([401, 'The API key has expired']);
  });

  it('tell a mistyped key from an unknown one', async () => {
    const { key } = await make();
    expect((await me(key.slice(0, -1))).body.detail).toContain('mistyped');
    expect((await me('something-else')).body.detail).toContain('not known');
    for (const value of ['', ' ', '\t'])
      expect(
        (await server.nobody.get('/api/v1/auth/me', { headers: { authorization: `Bearer${value}` } })).status,
      ).toBe(401);
  });

  it('name the scope that is missing', async () => {
    const reader = await server.withKey('read', 'resolve');
    const refused = await reader.get('/api/v1/users');
    expect([refused.status, refused.body.code]).toEqual([403, 'NOT_ALLOWED']);
    expect(refused.body.detail).toBe('This needs the scope "admin"; this API key has resolve, read');
  });

  it.each([
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['read', 'read'] }, 'scopes'],
    [{ scopes: ['root'] }, 'scopes'],
    [{ scopes: 'read' }, 'scopes'],
    [{ name: '' }, 'name'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ expiresAt: '2099-01-01' }, 'expiresAt'],
    [{ expiresAt: '2099-13-01T00:00:00Z' }, 'expiresAt'],
    [{ expiresAt: '2099-02-30T00:00:00Z' }, 'expiresAt'],
    [{ expiresAt: null }, 'expiresAt'],
    [{ expiresAt: 4_102_444_800_000 }, 'expiresAt'],
  ])('are refused with %j, naming the field', async (wrong, field) => {
    const answer = await server.admin.post('/api/v1/api-keys', {
      name: 'agents',
      scopes: ['read'],
      ...wrong,
    });
    expect([answer.status, answer.body.errors?.[0].field]).toEqual([422, field]);
  });

  it('that do not exist are not found', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'nothing']) {
      const answer = await server.admin.delete(`/api/v1/api-keys/${id}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'API_KEY_NOT_FOUND']);
    }
  });

  it('remember to the minute when they were last used, written in the background', async () => {
    const { id, key } = await make();
    const usage = server.app.get(ApiKeyUsage);
    const lastUsed = async () => {
      await usage.flush();
      return (
        (
          await server.sql<{ at: Date | null }>('SELECT last_used_at AS at FROM api_keys WHERE id = $1', [id])
        )[0]?.at?.getTime() ?? null
      );
    };
    expect(await lastUsed()).toBeNull();
    const start = Date.now() + MINUTE;
    at(start);
    await me(key);
    expect(await lastUsed()).toBe(start);
    at(start + MINUTE - 1);
    await me(key);
    expect(await lastUsed()).toBe(start);
    at(start + MINUTE);
    await me(key);
    expect(await lastUsed()).toBe(start + MINUTE);
  });

  // The embedded database has one server.
  if (DATABASE === 'postgresql')
    it('made or revoked on one replica work or are refused on the others within a second', async () => {
      const { databaseUrl } = server.app.get<Configuration>(CONFIGURATION);
      const replica = await startServer({ env: { DATABASE_URL: databaseUrl as string } });
      try {
        const { id, key } = await make();
        const there = new Caller(replica.url, { authorization: `Bearer ${key}` });
        /** The test's own time limit ends a vain wait. */
        const until = async (status: number): Promise<void> => {
          while ((await there.get('/api/v1/auth/me')).status !== status);
        };
        expect(await ownMs(until(200))).toBeLessThan(1_000);
        await server.admin.delete(`/api/v1/api-keys/${id}`);
        expect(await ownMs(until(401))).toBeLessThan(1_000);
      } finally {
        await replica.stop();
      }
    });
});
