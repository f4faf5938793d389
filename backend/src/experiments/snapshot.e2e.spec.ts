import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, type TestServer } from '../../e2e/harness';
import { CONFIGURATION, type Configuration } from '../configuration';
import { DatabaseService } from '../database/database.service';
import { RevisionService } from '../database/revision.service';
import type { LiveSnapshot } from './live-snapshot';
import { SnapshotDiskService } from './snapshot-disk.service';
import { SnapshotQuery } from './snapshot.query';
import { SnapshotService } from './snapshot.service';

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(() => server?.stop());

const path = (name: string) => `/api/v1/prompts/${encodeURIComponent(name)}`;
const create = (name: string, content: string, more: object = {}) =>
  server.admin.post('/api/v1/prompts', { name, content, ...more });
const publish = (name: string, content: string) =>
  server.admin.put(path(name), { content }, { headers: { 'if-match': '*' } });
const resolve = async (name: string, more: object = {}) =>
  (await server.admin.post('/api/v1/resolve', { name, ...more })).body;
const live = () => server.app.get(SnapshotService).current();

/** Everything that decides answers, in an order of its own. */
const contents = ({ revision, prompts }: LiveSnapshot) => ({
  revision,
  prompts: [...prompts.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
});

/** What a server that starts now, without a snapshot on disk, would make of the database. */
async function rebuilt(): Promise<LiveSnapshot> {
  const { app } = server;
  const configuration = app.get<Configuration>(CONFIGURATION);
  const disk = new SnapshotDiskService({
    ...configuration,
    dataDir: join(configuration.dataDir, 'no-snapshot'),
  });
  const fresh = new SnapshotService(
    app.get(SnapshotQuery),
    disk,
    app.get(DatabaseService),
    app.get(RevisionService),
  );
  await fresh.onModuleInit();
  // Both follow this change: the one in use reads what changed, the fresh one everything.
  await create(`rebuilt/${live().revision}`, 'a change to be told of');
  return fresh.current();
}

/** Changes a row as nobody may, not even through SQL: triggers off. */
async function tamper(statement: string, parameters: unknown[]): Promise<void> {
  await server.sql('ALTER TABLE prompt_versions DISABLE TRIGGER USER');
  await server.sql(statement, parameters);
  await server.sql('ALTER TABLE prompt_versions ENABLE TRIGGER USER');
}

const TAMPER = `UPDATE prompt_versions SET content = $3 WHERE version = $2 AND prompt_id = (SELECT id FROM prompts WHERE name = $1)`;

describe('the snapshot', () => {
  it('reads a change by at most two statements, however many prompts there are', async () => {
    await create('counted', 'one');
    const query = server.app.get(DatabaseService).query;
    const statements: string[] = [];
    const database = server.app.get(DatabaseService);
    database.query = (text, parameters) => {
      statements.push(text);
      return query.call(database, text, parameters);
    };
    try {
      await publish('counted', 'one more change');
    } finally {
      database.query = query;
    }
    expect(statements.filter((text) => /prompt/.test(text)).length).toBeLessThanOrEqual(2);
  });

  it('kept up change by change is the one that is built from nothing', async () => {
    for (let i = 0; i < 10; i++)
      await create(`kept/p${i}`, `words ${i}`, i % 2 ? { labels: ['production'] } : {});
    for (let i = 0; i < 40; i++) {
      const name = `kept/p${(i * 7) % 10}`;
      if (i % 5 === 0)
        await server.admin.put(`${path(name)}/labels/production`, { version: 1, reason: 'test' });
      else if (i % 11 === 0) await server.admin.delete(path(name), { headers: { 'if-match': '*' } });
      else if (i % 13 === 0) await server.admin.post(`${path(name)}/restore`);
      else if (i % 4 === 0)
        await server.admin.patch(path(name), { serves: 'production' }, { headers: { 'if-match': '*' } });
      else await publish(name, `words ${name} ${i}`);
    }
    expect(live().prompts.size).toBeGreaterThanOrEqual(10);
    const fresh = await rebuilt();
    expect(contents(live())).toEqual(contents(fresh));
  });

  it('does not serve a version whose words were changed behind its back', async () => {
    await create('tampered', 'true words');
    await publish('tampered', 'new words');
    await tamper(TAMPER, ['tampered', 2, 'false words']);
    // What is in memory was verified when it was read.
    expect((await resolve('tampered')).content).toBe('new words');
    const fresh = await rebuilt();
    const entry = [...fresh.prompts.values()].find(({ name }) => name === 'tampered');
    expect(entry?.versions.map(({ version }) => version)).toEqual([1]);
    expect(JSON.stringify(entry)).not.toContain('false words');
  });

  it('keeps serving what it served when a new version fails its checksum', async () => {
    await create('kept/good', 'good words');
    const [row] = await server.sql<{ id: string }>(`SELECT id FROM prompts WHERE name = 'kept/good'`);
    // A version that is wrong from the start, as by a faulty writer, and announced.
    await server.sql(
      `INSERT INTO prompt_versions (id, prompt_id, version, template_format, type, content, config, variables, content_hash, author, message, created_at)
       VALUES (gen_random_uuid(), $1, 2, 'none', 'text', 'bad words', '{}', '[]', repeat('0', 64), 'x', 'x', now())`,
      [row?.id],
    );
    await server.sql('UPDATE registry_state SET revision = revision + 1');
    await server.sql(
      'UPDATE prompts SET latest_version = 2, changed_revision = (SELECT revision FROM registry_state) WHERE id = $1',
      [row?.id],
    );
    await server.app.get(RevisionService).announce();
    expect(await resolve('kept/good')).toMatchObject({ version: 1, content: 'good words', source: 'latest' });
    expect(JSON.stringify([...live().prompts.values()])).not.toContain('bad words');
  });

  it('refuses an explicit version that fails its checksum', async () => {
    await create('tampered/old', 'one');
    for (const words of ['two', 'three']) await publish('tampered/old', words);
    await server.sql(
      `UPDATE served_intervals SET served_from = served_from - interval '9 days', served_to = served_to - interval '9 days' WHERE served_to IS NOT NULL`,
    );
    await tamper(TAMPER, ['tampered/old', 1, 'false']);
    await server.admin.put(`${path('tampered/old')}/labels/any`, {
      version: 3,
      reason: 'reads the prompt again',
    });
    expect(await resolve('tampered/old', { version: 1 })).toMatchObject({
      status: 503,
      code: 'VERSION_CORRUPT',
    });
    expect(await resolve('tampered/old', { version: 2 })).toMatchObject({ content: 'two' });
  });
});

describe('the snapshot on disk', () => {
  const file = () => join(server.app.get<Configuration>(CONFIGURATION).dataDir, 'snapshot.json');
  const disk = () => server.app.get(SnapshotDiskService);

  it('is the one in memory', async () => {
    await create('disk', 'kept on disk — ünïcödé 🚀');
    await disk().flush();
    const { prompts, revision, pinHours } = live();
    expect(await disk().load()).toMatchObject({ revision, pinHours, prompts: [...prompts.values()] });
    expect(Object.keys(JSON.parse(readFileSync(file(), 'utf8')))).toEqual([
      'formatVersion',
      'snapshot',
      'sha256',
    ]);
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut short', (bytes) => bytes.subarray(0, bytes.length - 1_000)],
    ['cut to nothing', () => Buffer.alloc(0)],
    ['with one letter changed', (bytes) => Buffer.from(bytes.toString().replace('words', 'wards'))],
    ['of another kind', () => Buffer.from('[]')],
  ])('is ignored when it is %s', async (_what, damage) => {
    await disk().flush();
    const good = readFileSync(file());
    writeFileSync(file(), damage(good));
    expect(await disk().load()).toBeNull();
    writeFileSync(file(), good);
    expect(await disk().load()).not.toBeNull();
  });
});
