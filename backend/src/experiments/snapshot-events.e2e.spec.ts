import { connect } from 'node:net';
import { once } from 'node:events';
import { ADMIN, Caller, startServer, type Json, type TestServer } from '../../e2e/harness';
import { ownMs } from '../../e2e/own-time';
import { applyChange, comparable, SnapshotFollower, type ChangeEvent } from '../../e2e/snapshot-follower';
import { Trials } from '../../e2e/trials';
import { CLOCK, type Clock } from '../clock';
import { RevisionService } from '../database/revision.service';
import { SnapshotEvents } from './snapshot-events';

const EVENTS = '/api/v1/snapshot/events';
const HOUR = 3_600_000;

let server: TestServer;
let agent: Caller;
beforeAll(async () => {
  server = await startServer({ env: { MAX_EVENT_STREAMS: '60' } });
  agent = await server.withKey('resolve');
});
afterAll(() => server?.stop());
afterEach(() => jest.restoreAllMocks());

const path = (name: string) => `/api/v1/prompts/${encodeURIComponent(name)}`;
const any = { headers: { 'if-match': '*' } };
const create = (name: string, content: string, more: object = {}) =>
  server.admin.post('/api/v1/prompts', { name, content, ...more });
const publish = (name: string, content: string) => server.admin.put(path(name), { content }, any);
const archive = (name: string) => server.admin.delete(path(name), any);
const query = (names: readonly string[]) =>
  names.map((name, i) => `${i ? '&' : '?'}names=${encodeURIComponent(name)}`).join('');
const snapshot = async (names: readonly string[] = []) => {
  const { headers, body } = await agent.get(`/api/v1/snapshot${query(names)}`);
  return { etag: headers.get('etag') as string, body };
};

/** A snapshot, and a stream that begins with it. */
async function follow(names: readonly string[] = []) {
  const follower = await SnapshotFollower.open(agent, names);
  const { etag, body } = await snapshot(names);
  expect(follower.hello).toEqual({ revision: body.revision, etag });
  return { follower, body };
}

/** What a follower has once it has caught up with the server, change by change. */
async function caughtUp(
  follower: SnapshotFollower,
  body: Json,
  names: readonly string[] = [],
): Promise<Json> {
  const { etag, body: fresh } = await snapshot(names);
  const { revision } = body;
  if (fresh.revision > revision) await follower.change((change) => change.revision === fresh.revision);
  const after = follower.changes.filter((change) => change.revision > revision).reduce(applyChange, body);
  expect(follower.changes.at(-1)?.etag ?? follower.hello?.etag).toBe(etag);
  return after;
}

describe('the stream of changes', () => {
  it('begins with what is published, and is not to be stored, collected or kept open', async () => {
    await create('begin', 'x');
    const { follower } = await follow();
    expect(follower.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(follower.headers.get('cache-control')).toBe('no-store');
    expect(follower.headers.get('x-accel-buffering')).toBe('no');
    expect(follower.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('turns the snapshot before into exactly the one after, change by change', async () => {
    for (let i = 0; i < 6; i++)
      await create(`exact/p${i}`, `words ${i} — ünïcödé 🚀`, i % 2 ? { labels: ['production'] } : {});
    const { follower, body } = await follow();
    for (let i = 1; i <= 40; i++) {
      const name = `exact/p${i % 6}`;
      if (i % 10 === 9) {
        await archive(name);
        await server.admin.post(`${path(name)}/restore`);
      } else if (i % 5 === 0)
        await server.admin.put(`${path(name)}/labels/production`, { version: (i % 2) + 1, reason: 'test' });
      else if (i % 4 === 0)
        await server.admin.patch(path(name), { serves: i % 8 ? 'production' : 'latest' }, any);
      else await publish(name, `new words ${i}\r\n\r\ndata: looks like an event\n\n`);
    }
    const after = await caughtUp(follower, body);
    expect(comparable(after)).toEqual(comparable((await snapshot()).body));
    expect(follower.changes.length).toBeGreaterThan(30);
    for (const [i, change] of follower.changes.entries()) {
      expect(change.id).toBe(change.etag);
      expect(change.previous).toBe(i === 0 ? body.revision : follower.changes[i - 1]?.revision);
    }
  });

  it('has a change before its sender has the answer', async () => {
    await create('first', 'x');
    const { follower } = await follow();
    await publish('first', 'y');
    // It has been sent before the answer that was read, on another connection: it only needs its turn to be read as well.
    for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
    expect(follower.changes).toHaveLength(1);
  });

  it('tells of every step of an experiment', async () => {
    const trials = new Trials(() => server);
    await trials.prompt('on/trial', ['one', 'two', 'three']);
    const { follower, body } = await follow();
    const { id } = await trials.running('on/trial', { trafficShare: 0.5 });
    const steps: Array<[string, object]> = [
      ['pause', {}],
      ['resume', {}],
      ['stop', { reason: 'harmful', immediate: true }],
    ];
    for (const [action, more] of steps)
      expect(await trials.act(id, action, more)).toMatchObject({ status: 200 });
    const after = await caughtUp(follower, body);
    expect(comparable(after)).toEqual(comparable((await snapshot()).body));
    const told = follower.changes.map(({ prompts }) => prompts?.[0]?.experiments[0]);
    expect(told.map((experiment) => experiment?.steps.at(-1)?.status)).toEqual([
      'running',
      'paused',
      'running',
      'running',
    ]);
    expect(told.at(-1)).toMatchObject({ id, immediate: true, endedAt: expect.any(Number) });
  });

  it('takes the words of an archived prompt away', async () => {
    await create('archived', 'secret words');
    const { follower, body } = await follow();
    await archive('archived');
    const { prompts } = await follower.change();
    expect(prompts).toEqual([expect.objectContaining({ name: 'archived', archived: true, versions: [] })]);
    const after = applyChange(body, follower.changes[0] as ChangeEvent);
    expect(JSON.stringify(after)).not.toContain('secret words');
  });

  it('of some names tells only of them, and of every revision', async () => {
    await create('names/mine', 'one');
    await create('names/other', 'one');
    const names = ['names/mine', 'names/later'];
    const { follower, body } = await follow(names);
    await publish('names/other', 'two');
    await publish('names/mine', 'two');
    await create('names/later', 'one');
    await archive('names/other');
    const after = await caughtUp(follower, body, names);
    expect(comparable(after)).toEqual(comparable((await snapshot(names)).body));
    expect(follower.changes.map(({ prompts }) => prompts?.map(({ name }) => name))).toEqual([
      [],
      ['names/mine'],
      ['names/later'],
      [],
    ]);
  });

  it('announces a large change without its words', async () => {
    await create('large', 'small');
    const { follower } = await follow();
    await publish('large', 'x'.repeat(300_000));
    const { prompts, etag } = await follower.change();
    expect(prompts).toBeUndefined();
    expect((await snapshot()).etag).toBe(etag);
  });

  it('tells of a step back, as by the restore of a backup, and of what it leaves', async () => {
    const { id } = (await create('restored', 'one')).body;
    await publish('restored', 'two');
    const { follower, body } = await follow();
    const announce = async (n: number) => {
      await server.sql('UPDATE registry_state SET revision = $1', [n]);
      await server.app.get(RevisionService).announce();
    };
    await server.sql('UPDATE prompts SET latest_version = 1 WHERE id = $1', [id]);
    await announce(body.revision - 1);
    const back = await follower.change();
    expect(back).toMatchObject({ revision: body.revision, previous: body.revision });
    expect(back.etag).not.toBe(follower.hello?.etag);
    expect(back.prompts?.map(({ name }) => name)).toEqual(['restored']);
    await server.sql('UPDATE prompts SET latest_version = 2 WHERE id = $1', [id]);
    await announce(body.revision + 1);
    await follower.change(({ etag }) => etag !== back.etag);
  });

  it('says that it lives when nothing changes', async () => {
    const { follower } = await follow();
    const events = server.app.get(SnapshotEvents);
    const now = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(now + 16_000);
    events.sweep();
    events.sweep();
    await publish('begin', `${now}`);
    await follower.change();
    expect(follower.comments).toBe(1);
  });

  it('answers HEAD without beginning one', async () => {
    const answer = await agent.send('HEAD', EVENTS);
    expect([answer.status, answer.headers.get('content-type'), answer.body]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      null,
    ]);
  });

  it.each(['?names=', '?last=1'])('refuses %s', async (wrong) => {
    expect((await agent.get(EVENTS + wrong)).body.code).toBe('INVALID_INPUT');
  });
});

describe('the end of a stream', () => {
  const keyed = async (more: object = {}) => {
    const { body } = await server.admin.post('/api/v1/api-keys', {
      name: 'follower',
      scopes: ['resolve'],
      ...more,
    });
    return { id: body.id, caller: new Caller(server.url, { authorization: `Bearer ${body.key}` }) };
  };
  const endOf = (follower: SnapshotFollower) => ownMs(follower.ended);

  it('comes within a second of the revocation of its key, and only its key', async () => {
    const { id, caller } = await keyed();
    const [mine, other] = [await SnapshotFollower.open(caller), await SnapshotFollower.open(agent)];
    await server.admin.delete(`/api/v1/api-keys/${id}`);
    expect(await endOf(mine)).toBeLessThan(1_000);
    await create('after/revocation', 'x');
    await other.change(({ prompts }) => prompts?.[0]?.name === 'after/revocation');
  });

  it('comes within a second of the expiry of its key', async () => {
    const { caller } = await keyed({ expiresAt: new Date(Date.now() + HOUR).toISOString() });
    const follower = await SnapshotFollower.open(caller);
    jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(Date.now() + 2 * HOUR));
    expect(await endOf(follower)).toBeLessThan(1_000);
  });

  it('comes with the heartbeat after its session ended', async () => {
    const person = await server.withSession('viewer');
    const follower = await SnapshotFollower.open(person);
    await person.post('/api/v1/auth/logout');
    const now = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(now + 16_000);
    server.app.get(SnapshotEvents).sweep();
    await follower.ended;
  });

  it('comes for a client that does not read, and the others do not notice', async () => {
    const { host, port } = new URL(server.url);
    const deaf = connect(Number(port), '127.0.0.1');
    deaf.write(`GET ${EVENTS} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${ADMIN.apiKey}\r\n\r\n`);
    await once(deaf, 'readable'); // the hello has come; nothing is ever read
    const other = await SnapshotFollower.open(agent);
    const reset = once(deaf, 'error').catch(() => undefined);
    const open = () => Reflect.get(server.app.get(SnapshotEvents), 'open') as number;
    const before = open();
    // The kernel's buffers take some megabytes first.
    for (let i = 0; open() >= before && i < 100; i++)
      await create(`flood/${i}`, `${i} ${'x'.repeat(200_000)}`);
    expect(open()).toBe(before - 1);
    deaf.destroy();
    await Promise.race([reset, once(deaf, 'close')]);
    const { body } = await snapshot();
    await other.change(({ revision }) => revision === body.revision);
  });

  it('comes at once for as many as the server does not take', async () => {
    const open = () => Reflect.get(server.app.get(SnapshotEvents), 'open') as number;
    const followers: SnapshotFollower[] = [];
    while (open() < 60) followers.push(await SnapshotFollower.open(agent));
    const refused = await agent.get(EVENTS);
    expect([refused.status, refused.body.code]).toEqual([503, 'STREAM_REFUSED']);
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(5);
  });

  it('comes at once when the server stops, for 50 of them too', async () => {
    const stopping = await startServer();
    const admin = stopping.admin;
    const followers = await Promise.all(Array.from({ length: 50 }, () => SnapshotFollower.open(admin)));
    expect(await ownMs(stopping.stop())).toBeLessThan(5_000);
    await Promise.all(followers.map(({ ended }) => ended));
  });
});
