import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ADMIN, startServer, type TestServer } from '../../e2e/harness';
import { createApp } from '../app';
import { CLOCK, type Clock } from '../clock';
import { readConfiguration } from '../configuration';
import { DatabaseService } from '../database/database.service';
import { StartUpService } from '../start-up.service';

/** Nothing listens there. */
const UNREACHABLE = 'postgres://nobody@127.0.0.1:1/nothing';

describe('a server that starts while its database is away', () => {
  let server: TestServer;
  let known: { id: string; key: string };
  let revoked: { id: string; key: string };
  let expired: { id: string; key: string };
  const opened: Array<{ app: NestFastifyApplication; dataDir: string }> = [];

  beforeAll(async () => {
    server = await startServer();
    const make = async (given: object = {}) =>
      (await server.admin.post('/api/v1/api-keys', { name: 'k', scopes: ['resolve'], ...given })).body;
    known = await make();
    revoked = await make();
    expired = await make({ expiresAt: new Date(Date.now() + 60_000).toISOString() });
    await server.admin.delete(`/api/v1/api-keys/${revoked.id}`);
  });
  afterEach(async () => {
    for (const { app, dataDir } of opened.splice(0)) {
      await app.close();
      rmSync(dataDir, { recursive: true });
    }
  });
  afterAll(() => server.stop());

  /** Starts in the outage with this file of keys, and tells what each key gets. */
  const startAlone = async (prepare: (path: string) => void, env: Record<string, string> = {}) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'pr-outage-'));
    prepare(join(dataDir, 'api-keys.json'));
    const app = await createApp(
      readConfiguration({
        DATABASE_URL: UNREACHABLE,
        DATA_DIR: dataDir,
        PROMPTS_DIR: dataDir,
        LOG_LEVEL: 'silent',
        ADMIN_API_KEY: ADMIN.apiKey,
        ...env,
      }),
    );
    opened.push({ app, dataDir });
    await app.get(DatabaseService).connect();
    await app.get(StartUpService).begin();
    return async (key: string) => {
      const answer = await app.inject({
        url: '/api/v1/auth/me',
        headers: { authorization: `Bearer ${key}` },
      });
      // Accepted, the request goes on to find that the database is away.
      return answer.json().code === 'DATABASE_UNAVAILABLE' ? 'accepted' : answer.json().code;
    };
  };

  it('accepts the keys it knew, and refuses those it knew as revoked or that have expired', async () => {
    const gets = await startAlone((path) => copyFileSync(join(server.dataDir, 'api-keys.json'), path));
    expect(await gets(known.key)).toBe('accepted');
    expect(await gets(ADMIN.apiKey)).toBe('accepted');
    expect(await gets(revoked.key)).toBe('NOT_AUTHENTICATED');
    jest
      .spyOn(opened[0]?.app.get<Clock>(CLOCK) as Clock, 'now')
      .mockReturnValue(new Date(Date.now() + 61_000));
    expect(await gets(expired.key)).toBe('NOT_AUTHENTICATED');
    expect(await gets(known.key)).toBe('accepted');
  });

  it('accepts the configured key when it never saw a database', async () => {
    const gets = await startAlone(() => undefined);
    expect(await gets(ADMIN.apiKey)).toBe('accepted');
    expect(await gets(known.key)).toBe('NOT_AUTHENTICATED');
  });

  it('does not accept the configured key when it is known to be revoked', async () => {
    const gets = await startAlone((path) => writeFileSync(path, JSON.stringify({ format: 1, keys: [] })));
    expect(await gets(ADMIN.apiKey)).toBe('NOT_AUTHENTICATED');
  });

  it('accepts nothing by a damaged file', async () => {
    const gets = await startAlone((path) => writeFileSync(path, '{"format":1,"keys":[{"id":'));
    expect(await gets(ADMIN.apiKey)).toBe('NOT_AUTHENTICATED');
    expect(await gets(known.key)).toBe('NOT_AUTHENTICATED');
  });

  it('tells a person, whose session only the database knows, to come back', async () => {
    await startAlone(() => undefined);
    const answer = await (opened[0]?.app as NestFastifyApplication).inject({
      url: '/api/v1/auth/me',
      cookies: { pr_session: 'A'.repeat(43) },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'DATABASE_UNAVAILABLE']);
  });
});
