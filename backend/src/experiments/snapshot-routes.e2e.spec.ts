import { comparable } from '../../e2e/snapshot-follower';
import { Caller, startServer, type Json, type TestServer } from '../../e2e/harness';
import { RevisionService } from '../database/revision.service';
import { SnapshotService } from './snapshot.service';

const SNAPSHOT = '/api/v1/snapshot';

let server: TestServer;
let agent: Caller;
beforeAll(async () => {
  server = await startServer();
  agent = await server.withKey('resolve');
});
afterAll(() => server?.stop());

const path = (name: string) => `/api/v1/prompts/${encodeURIComponent(name)}`;
const create = (name: string, content: string) => server.admin.post('/api/v1/prompts', { name, content });
const publish = (name: string, content: string) =>
  server.admin.put(path(name), { content }, { headers: { 'if-match': '*' } });
const get = (query = '', headers: Record<string, string> = {}) => agent.get(SNAPSHOT + query, { headers });
const etagOf = async (query = '') => (await get(query)).headers.get('etag') as string;
const named = (body: Json) => body.prompts.map((prompt: { name: string }) => prompt.name).sort();

describe('GET /snapshot', () => {
  it('is what this server resolves from', async () => {
    await create('whole/a', 'one — ünïcödé 🚀 {x}');
    await publish('whole/a', 'two\u2028"quoted"\n{x}');
    await server.admin.delete(path((await create('whole/gone', 'x')).body.name), {
      headers: { 'if-match': '*' },
    });
    const { status, headers, body } = await get();
    const { revision, createdAt, pinHours, prompts } = server.app.get(SnapshotService).current();
    expect(status).toBe(200);
    expect(body).toEqual({ revision, createdAt, pinHours, prompts: [...prompts.values()] });
    expect(body.prompts.find((prompt: Json) => prompt.name === 'whole/gone')).toMatchObject({
      archived: true,
      versions: [],
    });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('private, no-cache');
    expect(headers.get('vary')).toBe('accept-encoding');
    expect(headers.get('x-snapshot-stale')).toBeNull();
  });

  it('answers 304 to whoever has it, until something changes', async () => {
    const etag = await etagOf();
    expect(etag).toMatch(/^"\d+-[0-9a-f]{32}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await get('', { 'if-none-match': known });
      expect([answer.status, answer.body, answer.headers.get('etag')]).toEqual([304, null, etag]);
    }
    await create('changes/one', 'x');
    const answer = await get('', { 'if-none-match': etag });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).not.toBe(etag);
  });

  it('is the same bytes, packed', async () => {
    const plain = await agent.open(SNAPSHOT, { 'accept-encoding': 'identity' });
    const text = await plain.text();
    expect(plain.headers.get('content-encoding')).toBeNull();
    const packed = await agent.open(SNAPSHOT, { 'accept-encoding': 'gzip' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(Buffer.byteLength(text));
    expect(await packed.text()).toBe(text);
    expect(packed.headers.get('etag')).toBe(plain.headers.get('etag'));
  });

  it('is the same for all who ask at once, before and during a change', async () => {
    await create('crowd', 'one');
    const before = await etagOf();
    const asking = Array.from({ length: 20 }, () => get());
    const changing = publish('crowd', 'two');
    const answers = await Promise.all(asking);
    await changing;
    for (const { headers, body } of answers)
      expect(headers.get('etag')?.startsWith(`"${body.revision}-`)).toBe(true);
    const after = await Promise.all(Array.from({ length: 20 }, () => get()));
    expect(new Set(after.map(({ headers }) => headers.get('etag'))).size).toBe(1);
    expect(after[0]?.headers.get('etag')).not.toBe(before);
    for (const { body } of after)
      expect(body.prompts.find((prompt: Json) => prompt.name === 'crowd').latest).toBe(2);
  });

  it('has the same tag again for the same content, however it came about', async () => {
    await create('rebuilt', 'one');
    const [before, { body }] = [await etagOf(), await get()];
    const snapshots = server.app.get(SnapshotService);
    // Everything is read anew, as after an outage.
    Object.assign(snapshots, { readAt: 0 });
    await server.sql('UPDATE registry_state SET keys_revision = keys_revision + 1');
    await server.app.get(RevisionService).announce();
    expect(await etagOf()).toBe(before);
    expect(comparable((await get()).body)).toEqual(comparable(body));
  });

  it('has another tag for other words at the same revision, as after the restore of a backup', async () => {
    const { id } = (await create('restored', 'one')).body;
    await publish('restored', 'two');
    const { revision } = (await get()).body;
    const before = await etagOf();
    const announce = async (n: number) => {
      await server.sql('UPDATE registry_state SET revision = $1', [n]);
      await server.app.get(RevisionService).announce();
    };
    await server.sql('UPDATE prompts SET latest_version = 1 WHERE id = $1', [id]);
    await announce(revision - 1);
    await announce(revision);
    const { headers, body } = await get('', { 'if-none-match': before });
    expect(body.revision).toBe(revision);
    expect(headers.get('etag')).not.toBe(before);
    await server.sql('UPDATE prompts SET latest_version = 2 WHERE id = $1', [id]);
    await announce(revision - 1);
    await announce(revision);
    expect(await etagOf()).toBe(before);
  });

  it('answers HEAD with the headers of GET', async () => {
    const answer = await agent.send('HEAD', SNAPSHOT, { headers: { 'accept-encoding': 'identity' } });
    const { headers } = await agent.open(SNAPSHOT, { 'accept-encoding': 'identity' });
    expect([answer.status, answer.body]).toEqual([200, null]);
    for (const name of ['etag', 'content-length', 'content-type'])
      expect(answer.headers.get(name)).toBe(headers.get(name));
  });
});

describe('GET /snapshot?names=', () => {
  beforeAll(async () => {
    for (const name of ['part/a', 'part/b', 'part/c.d']) await create(name, `words of ${name}`);
  });

  it('has these prompts only', async () => {
    const whole = (await get()).body;
    const { body } = await get('?names=part%2Fa&names=part%2Fc.d&names=nobody&names=part%2Fa');
    expect(named(body)).toEqual(['part/a', 'part/c.d']);
    for (const prompt of body.prompts) expect(whole.prompts).toContainEqual(prompt);
    expect({ ...body, prompts: [] }).toEqual({ ...whole, prompts: [] });
    expect((await get('?names=nobody')).body.prompts).toEqual([]);
  });

  it('has its own tag, which does not depend on the order of the names', async () => {
    const etag = await etagOf('?names=part/a&names=part/b');
    expect(await etagOf('?names=part/b&names=part/a')).toBe(etag);
    expect(await etagOf('?names=part/a')).not.toBe(etag);
    expect((await get('?names=part/b&names=part/a', { 'if-none-match': etag })).status).toBe(304);
  });

  it('follows changes, also of a name that comes later', async () => {
    expect(named((await get('?names=part/later&names=part/a')).body)).toEqual(['part/a']);
    await create('part/later', 'x');
    expect(named((await get('?names=part/later&names=part/a')).body)).toEqual(['part/a', 'part/later']);
  });

  it('stays right when more parts are asked for than are kept', async () => {
    for (let round = 0; round < 2; round++)
      for (let i = 0; i < 40; i++) {
        const { body } = await get(`?names=part/a&names=nobody/${i}`);
        expect(named(body)).toEqual(['part/a']);
      }
  });

  it.each([
    '?names=',
    '?names=a&names=',
    `?names=${'x'.repeat(201)}`,
    '?name=a',
    '?names=a&page=1',
    '?names=%00',
  ])('refuses %s', async (query) => {
    const { status, body } = await get(query);
    expect([status, body.code]).toEqual([422, 'INVALID_INPUT']);
    expect(body.errors[0].field).toBeTruthy();
  });

  it('unpacks to the same', async () => {
    const packed = await agent.open(`${SNAPSHOT}?names=part/a`, { 'accept-encoding': 'gzip' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(await packed.json()).toEqual((await get('?names=part/a', { 'accept-encoding': 'identity' })).body);
  });
});
