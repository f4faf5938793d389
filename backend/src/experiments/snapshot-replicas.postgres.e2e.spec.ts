import { Caller, startServer, type Json, type TestServer } from '../../e2e/harness';
import { ownMs } from '../../e2e/own-time';
import { applyChange, comparable, SnapshotFollower } from '../../e2e/snapshot-follower';
import { startPostgres, type RunningPostgres } from '../../e2e/postgres';
import { RevisionListener } from '../database/revision-listener';

const LISTENERS = `FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'prompt-registry listener'`;

let postgres: RunningPostgres;
let here: TestServer;
let there: TestServer;
beforeAll(async () => {
  postgres = await startPostgres();
  const env = { DATABASE_URL: postgres.url, LOG_LEVEL: 'silent' };
  here = await startServer({ env });
  there = await startServer({ env });
  await until(() => [here, there].every(({ app }) => app.get(RevisionListener).isHealthy()));
});
afterAll(async () => {
  await Promise.all([here?.stop(), there?.stop()]);
  await postgres?.remove();
});

/** Asks again until it is so; the test's own time limit ends a vain wait. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

const create = (server: TestServer, name: string, content = 'x') =>
  server.admin.post('/api/v1/prompts', { name, content });
const publish = (server: TestServer, name: string, content: string) =>
  server.admin.put(
    `/api/v1/prompts/${encodeURIComponent(name)}`,
    { content },
    { headers: { 'if-match': '*' } },
  );
const snapshot = async (server: TestServer): Promise<Json> =>
  (await server.admin.get('/api/v1/snapshot')).body;
const quantile = (sorted: readonly number[], q: number) => sorted[Math.ceil(sorted.length * q) - 1] as number;

describe('two servers on one PostgreSQL', () => {
  it('each tell their followers of changes made through the other, at once and without a gap', async () => {
    await create(here, 'pushed');
    const follower = await SnapshotFollower.open(there.admin);
    await until(async () => (await snapshot(there)).revision === (await snapshot(here)).revision);
    const body = await snapshot(there);
    const seen = follower.changes.length;
    const latencies: number[] = [];
    const own: number[] = [];
    for (let i = 0; i < 100; i++) {
      const startedAt = performance.now();
      const changed = publish(here, 'pushed', `words ${i}`).then(() =>
        follower.change(({ revision }) => revision === body.revision + i + 1),
      );
      own.push(await ownMs(changed));
      latencies.push((await changed).at - startedAt);
    }
    const after = follower.changes.slice(seen).reduce(applyChange, body);
    const [mine, theirs] = [await snapshot(here), await snapshot(there)];
    expect(comparable(after)).toEqual(comparable(theirs));
    expect(comparable(mine)).toEqual(comparable(theirs));
    latencies.sort((a, b) => a - b);
    const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
    process.stdout.write(
      `PUT on one server -> stream of the other: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms\n`,
    );
    // By looking at the row alone it would be a second on average.
    own.sort((a, b) => a - b);
    expect(quantile(own, 0.5)).toBeLessThan(250);
  });

  it('give the same tag to the same snapshot', async () => {
    const etagOf = async (server: TestServer) =>
      (await server.admin.get('/api/v1/snapshot')).headers.get('etag');
    await until(async () => (await snapshot(there)).revision === (await snapshot(here)).revision);
    expect(await etagOf(there)).toBe(await etagOf(here));
  });

  it('miss nothing when their listening connections are cut during changes', async () => {
    await create(here, 'cut');
    const follower = await SnapshotFollower.open(there.admin);
    const cut = () => here.sql(`SELECT pg_terminate_backend(pid) ${LISTENERS}`);
    for (let i = 0; i < 30; i++) {
      if (i % 6 === 3) expect((await cut()).length).toBeGreaterThanOrEqual(0);
      await publish(here, 'cut', `words ${i}`);
    }
    const { revision } = await snapshot(here);
    await follower.change((change) => change.revision === revision);
    expect(comparable(await snapshot(there))).toEqual(comparable(await snapshot(here)));
    // One that has not noticed yet that it was cut says that it is well.
    await until(async () => (await here.sql(`SELECT pid ${LISTENERS}`)).length === 2);
    await until(() => [here, there].every(({ app }) => app.get(RevisionListener).isHealthy()));
  });

  it('notice within seconds a change whose notification is lost', async () => {
    const { id } = (await create(here, 'unheard')).body;
    const { revision } = await snapshot(here);
    const follower = await SnapshotFollower.open(there.admin);
    await here.sql(
      `WITH bumped AS (UPDATE registry_state SET revision = revision + 1 RETURNING revision)
       UPDATE prompts SET changed_revision = bumped.revision FROM bumped WHERE id = $1`,
      [id],
    );
    const noticed = follower.change((change) => change.revision === revision + 1);
    expect(await ownMs(noticed)).toBeLessThan(4_000);
  });

  it('take no notice of notifications that mean nothing, however long', async () => {
    for (const payload of ['', 'x'.repeat(7_999), 'probe:another', 'revision'])
      await here.sql(`SELECT pg_notify('registry_revision', $1)`, [payload]);
    await expect(
      here.sql(`SELECT pg_notify('registry_revision', $1)`, ['x'.repeat(8_001)]),
    ).rejects.toThrow();
    const follower = await SnapshotFollower.open(there.admin);
    await create(here, 'still/heard');
    await follower.change(({ prompts }) => prompts?.[0]?.name === 'still/heard');
  });

  it('end the streams of a key within a second of its revocation through the other', async () => {
    const { body: key } = await here.admin.post('/api/v1/api-keys', {
      name: 'short-lived',
      scopes: ['resolve'],
    });
    const caller = new Caller(there.url, { authorization: `Bearer ${key.key}` });
    await until(async () => (await caller.get('/api/v1/snapshot')).status === 200);
    const follower = await SnapshotFollower.open(caller);
    const revoked = here.admin.delete(`/api/v1/api-keys/${key.id}`);
    expect(await ownMs(Promise.all([revoked, follower.ended]))).toBeLessThan(1_500);
  });

  it('list the agents of both', async () => {
    const report = {
      sdkVersion: '0.1.0',
      revision: 1,
      stale: false,
      source: 'memory',
      since: '2026-01-31T09:30:00Z',
    };
    for (const [service, server] of [
      ['a', here],
      ['b', there],
    ] as const)
      expect(
        (await server.admin.post('/api/v1/consumers', { service, instanceId: 'one', ...report })).status,
      ).toBe(204);
    const services = async (server: TestServer) =>
      (await server.admin.get('/api/v1/consumers')).body.items.map(({ service }: Json) => service);
    expect([await services(here), await services(there)]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });
});

describe('PostgreSQL going away', () => {
  it('keeps the snapshot and the streams, says that it is stale, drops reports, and heals', async () => {
    await create(here, 'steady');
    const follower = await SnapshotFollower.open(there.admin);
    const get = () => there.admin.get('/api/v1/snapshot');
    // Made through the other server: this one may be a moment behind.
    await until(async () => (await get()).body.prompts.some(({ name }: Json) => name === 'steady'));
    const before = await get();
    await postgres.stop();
    await until(async () => (await get()).headers.get('x-snapshot-stale') === 'true');
    const during = await get();
    expect(during.headers.get('etag')).toBe(before.headers.get('etag'));
    expect(during.body).toEqual(before.body);
    const report = {
      service: 'a',
      instanceId: 'one',
      sdkVersion: '0.1.0',
      revision: 1,
      stale: true,
      source: 'memory',
      since: '2026-01-31T09:30:00Z',
    };
    expect((await there.admin.post('/api/v1/consumers', report)).status).toBe(204);
    expect((await there.admin.get('/api/v1/consumers')).body.code).toBe('DATABASE_UNAVAILABLE');
    const second = await SnapshotFollower.open(there.admin);
    expect(second.hello?.etag).toBe(before.headers.get('etag'));

    await postgres.start();
    await until(async () => (await get()).headers.get('x-snapshot-stale') === null);
    await until(async () => (await create(here, 'after/outage')).status < 300);
    const named = ({ prompts }: { prompts?: readonly { name: string }[] }) =>
      prompts?.some(({ name }) => name === 'after/outage') ?? false;
    await follower.change(named);
    await second.change(named);
    await until(() => [here, there].every(({ app }) => app.get(RevisionListener).isHealthy()));
  });
});
