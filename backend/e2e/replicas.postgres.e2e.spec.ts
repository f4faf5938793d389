import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { ADMIN, Caller } from './harness';
import { ownMs } from './own-time';
import { startPostgres, type RunningPostgres } from './postgres';
import { startProcess, type ServerProcess } from './server-process';

/** Asks again until it is so; the test's own time limit ends a vain wait. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds()));
}

describe('three replicas on one PostgreSQL', () => {
  let postgres: RunningPostgres;
  let directory: string;
  let replicas: ServerProcess[];

  beforeAll(async () => {
    postgres = await startPostgres();
    directory = mkdtempSync(join(tmpdir(), 'pr-replicas-'));
    const env = (n: number) => ({ DATABASE_URL: postgres.url, DATA_DIR: join(directory, String(n)) });
    replicas = await Promise.all([1, 2, 3].map((n) => startProcess(env(n))));
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await postgres.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  const caller = (index: number) =>
    new Caller((replicas[index] as ServerProcess).url, { authorization: `Bearer ${ADMIN.apiKey}` });

  it('migrate exactly once, make one admin, and seed each file once', async () => {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    const count = async (sql: string) => Number((await client.query<{ n: string }>(sql)).rows[0]?.n);
    expect(await count('SELECT count(*) - count(DISTINCT name) AS n FROM schema_migrations')).toBe(0);
    expect(await count('SELECT count(*) AS n FROM users')).toBe(1);
    expect(await count('SELECT count(*) AS n FROM api_keys')).toBe(1);
    expect(await count('SELECT max(version) AS n FROM prompt_versions')).toBe(1);
    expect(await count('SELECT count(*) AS n FROM prompts')).toBeGreaterThanOrEqual(12);
    await client.end();
  });

  it('see a change made through another one within two seconds', async () => {
    await caller(0).post('/api/v1/prompts', { name: 'seen', content: 'one' });
    const seen = async () => (await caller(2).post('/api/v1/resolve', { name: 'seen' })).status === 200;
    expect(await ownMs(until(seen))).toBeLessThan(2_000);
  });

  it('refuse a key within two seconds after another one revoked it', async () => {
    const { body: key } = await caller(0).post('/api/v1/api-keys', { name: 'short-lived', scopes: ['read'] });
    const user = (index: number) =>
      new Caller((replicas[index] as ServerProcess).url, { authorization: `Bearer ${key.key}` });
    await caller(0).delete(`/api/v1/api-keys/${key.id}`);
    expect((await user(0).get('/api/v1/prompts')).status).toBe(401);
    const refused = async () => (await user(1).get('/api/v1/prompts')).status === 401;
    expect(await ownMs(until(refused))).toBeLessThan(2_000);
  });
});
