import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN, Caller, startServer, type Json, type TestServer } from '../../e2e/harness';
import { startPostgres, type RunningPostgres } from '../../e2e/postgres';
import { createApp } from '../app';
import { readConfiguration } from '../configuration';
import { DatabaseService } from '../database/database.service';
import { RevisionService } from '../database/revision.service';
import { StartUpService } from '../start-up.service';
import { SnapshotDiskService } from '../experiments/snapshot-disk.service';

const RESOLVE = '/api/v1/resolve';

/** Asks again until the answer is as wanted; the test's own time limit ends a vain wait. */
async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('PostgreSQL going away', () => {
  let postgres: RunningPostgres;
  let dataDir: string;
  const env = () => ({
    DATABASE_URL: postgres.url,
    DATA_DIR: join(dataDir, 'data'),
    PROMPTS_DIR: join(dataDir, 'prompts'),
    LOG_LEVEL: 'silent',
  });

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'pr-outage-'));
    mkdirSync(join(dataDir, 'prompts'));
    writeFileSync(join(dataDir, 'prompts', 'in_file.md'), 'From the file: {name}');
    postgres = await startPostgres({ durable: true });
  });
  afterEach(async () => {
    await postgres?.remove();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const create = (server: TestServer, name: string, content: string) =>
    server.admin.post('/api/v1/prompts', { name, content });
  const publish = (server: TestServer, name: string, content: string) =>
    server.admin.put(
      `/api/v1/prompts/${encodeURIComponent(name)}`,
      { content },
      { headers: { 'if-match': '*' } },
    );
  const resolve = (caller: Caller, name: string, more: object = {}) =>
    caller.post(RESOLVE, { name, ...more });

  it('is not felt by resolves, refuses changes, and heals', async () => {
    const server = await startServer({ env: env() });
    try {
      const agent = await server.withKey('resolve');
      await create(server, 'steady', 'one');
      await publish(server, 'steady', 'two');

      const answers: Array<{ status: number; body: Json }> = [];
      let asking = true;
      const asked = (async () => {
        while (asking) answers.push(await resolve(agent, 'steady'));
      })();
      await postgres.stop();
      await until(
        () => resolve(agent, 'steady'),
        ({ body }) => body.stale,
      );

      const write = await publish(server, 'steady', 'three');
      expect([write.status, write.body.code, write.headers.get('retry-after')]).toEqual([
        503,
        'DATABASE_UNAVAILABLE',
        '2',
      ]);
      expect(write.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect((await resolve(agent, 'in_file')).body).toMatchObject({ source: 'file', stale: true });
      expect((await server.nobody.get('/health/ready')).body).toMatchObject({ status: 'degraded' });
      expect((await server.nobody.post(RESOLVE, { name: 'steady' })).status).toBe(401);

      await postgres.start();
      await until(
        () => resolve(agent, 'steady'),
        ({ body }) => !body.stale,
      );
      const again = await until(
        () => publish(server, 'steady', 'three'),
        ({ status }) => status === 200,
      );
      expect(again.body.version ?? 3).toBe(3);
      expect((await resolve(agent, 'steady')).body).toMatchObject({
        version: 3,
        content: 'three',
        stale: false,
      });
      asking = false;
      await asked;
      expect(
        answers.filter(({ status, body }) => status !== 200 || !['two', 'three'].includes(body.content)),
      ).toEqual([]);
      expect(answers.some(({ body }) => body.stale)).toBe(true);
    } finally {
      await server.stop();
    }
  });

  it('does not keep a new server from answering: from its last snapshot, and without one from files', async () => {
    const first = await startServer({ env: env() });
    const made = await first.admin.post('/api/v1/api-keys', { name: 'agent', scopes: ['resolve'] });
    const key = { authorization: `Bearer ${made.body.key}` };
    await create(first, 'kept', 'one');
    for (const words of ['two', 'three']) await publish(first, 'kept', words);
    await first.sql(
      `UPDATE served_intervals SET served_from = served_from - interval '9 days', served_to = served_to - interval '9 days' WHERE served_to IS NOT NULL`,
    );
    await first.admin.put('/api/v1/prompts/kept/labels/production', { version: 2, reason: 'test' });
    const before = (await resolve(first.admin, 'kept')).body;
    await first.app.get(SnapshotDiskService).flush();
    await first.stop();
    await postgres.stop();

    const second = await startServer({ env: env() });
    try {
      const agent = new Caller(second.url, key);
      const { traceId: _, ...expected } = { ...before, stale: true };
      expect((await resolve(agent, 'kept')).body).toMatchObject(expected);
      expect((await resolve(agent, 'kept', { label: 'production' })).body).toMatchObject({
        version: 2,
        stale: true,
      });
      const far = await resolve(agent, 'kept', { version: 1 });
      expect([far.status, far.body.code, far.headers.get('retry-after')]).toEqual([
        503,
        'DATABASE_UNAVAILABLE',
        '2',
      ]);
      expect((await resolve(agent, 'in_file', { variables: { name: 'Ada' } })).body).toMatchObject({
        source: 'file',
        rendered: 'From the file: Ada',
      });
      expect((await resolve(agent, 'nowhere')).body.code).toBe('PROMPT_NOT_FOUND');
      expect((await agent.get(`${RESOLVE}/kept`)).headers.get('etag')).toContain('stale');
    } finally {
      await second.stop();
    }

    rmSync(join(dataDir, 'data', 'snapshot.json'));
    const third = await startServer({ env: env() });
    try {
      const agent = new Caller(third.url, key);
      expect((await resolve(agent, 'in_file', { label: 'production' })).body).toMatchObject({
        source: 'file',
        stale: true,
        version: null,
      });
      expect((await resolve(agent, 'in_file', { version: 1 })).body.code).toBe('DATABASE_UNAVAILABLE');
      expect((await resolve(agent, 'kept')).body.code).toBe('PROMPT_NOT_FOUND');
      await postgres.start();
      const healed = await until(
        () => resolve(agent, 'kept'),
        ({ status, body }) => status === 200 && !body.stale,
      );
      expect(healed.body).toMatchObject({ version: 3, content: 'three' });
    } finally {
      await third.stop();
    }
  });

  it('calls the last snapshot stale until it was read again, also when the database already answers', async () => {
    const running = await startServer({ env: env() });
    await create(running, 'moved', 'one');
    await running.app.get(SnapshotDiskService).flush();
    const DATA_DIR = join(dataDir, 'second');
    cpSync(join(dataDir, 'data'), DATA_DIR, { recursive: true });
    await publish(running, 'moved', 'two');
    const app = await createApp(readConfiguration({ ...env(), DATA_DIR, SEED_ON_START: 'false' }));
    const ask = async () => {
      const headers = { authorization: `Bearer ${ADMIN.apiKey}` };
      const answer = await app.inject({ method: 'POST', url: RESOLVE, headers, payload: { name: 'moved' } });
      const ready = await app.inject({ url: '/health/ready' });
      const { version, stale } = answer.json();
      return [version, stale, ready.json().status];
    };
    // The evaluation at the start reads it as well, as soon as it can.
    const revisions = app.get(RevisionService);
    const announce = revisions.announce.bind(revisions);
    let read = (): void => undefined;
    const mayRead = new Promise<void>((resolve) => (read = resolve));
    jest.spyOn(revisions, 'announce').mockImplementation(() => mayRead.then(announce));
    try {
      await app.get(DatabaseService).connect();
      expect(await ask()).toEqual([1, true, 'degraded']);
      read();
      await app.get(StartUpService).begin();
      expect(await ask()).toEqual([2, false, 'ok']);
    } finally {
      read();
      await app.close();
      await running.stop();
    }
  });
});
