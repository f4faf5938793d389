import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { PromptRegistry } from '@prompt-registry/client';
import { ResolveCounter, type ResolveCounts } from '@prompt-registry/resolver';
import { Contract } from '../../e2e/contract';
import { ADMIN, startServer, type Json, type TestServer } from '../../e2e/harness';
import { conversations, Trials, variantsOf } from '../../e2e/trials';
import { CLOCK, SystemClock, type Clock } from '../clock';
import { DatabaseService } from '../database/database.service';
import { ResolveCountsService } from '../experiments/resolve-counts.service';
import { ResolveCountingService } from './resolve-counting.service';
import { RollUpService } from './roll-up.service';

const HOUR = 3_600_000;
const NOBODY = '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77';
const SOME = conversations(20);

let server: TestServer;
const contract = new Contract();
const trials = new Trials(() => server);
beforeAll(async () => (server = await startServer()));
afterAll(() => server?.stop());
afterEach(() => jest.restoreAllMocks());

async function running(name: string, contents = ['one', 'two']): Promise<Json> {
  await trials.prompt(name, contents);
  return trials.running(name);
}
const written = () => server.app.get(ResolveCountingService).write();
const fold = () => server.app.get(ResolveCountsService).fold();
const at = (ms: number) =>
  jest.spyOn(server.app.get<Clock>(CLOCK), 'now').mockReturnValue(new Date(Date.now() + ms));
const away = () =>
  jest
    .spyOn(server.app.get(DatabaseService), 'current')
    .mockReturnValue({ engine: 'postgresql', status: 'unreachable', since: new Date(), lastError: 'x' });
const rows = (id: string) =>
  server.sql<Json>('SELECT * FROM resolve_counts WHERE experiment_id = $1 ORDER BY variant, counter_id', [
    id,
  ]);

/** What the results say was resolved: in all, as control, as b. */
async function resolved(id: string): Promise<number[]> {
  const answer = await server.admin.get(`/api/v1/experiments/${id}/results`);
  expect([answer.status, contract.problems('getExperimentResults', answer)]).toEqual([200, []]);
  const { funnel } = answer.body;
  expect(funnel.variants.map(({ name }: Json) => name)).toEqual(['control', 'b']);
  return [funnel.resolved, ...funnel.variants.map((variant: Json) => variant.resolved)];
}

const report = (resolves?: unknown, more: object = {}) =>
  server.admin.post('/api/v1/consumers', {
    service: 'analyst',
    instanceId: 'one',
    sdkVersion: '0.1.0',
    revision: 1,
    stale: false,
    source: 'memory',
    since: '2026-01-31T09:30:00.000Z',
    ...(resolves === undefined ? {} : { resolves }),
    ...more,
  });
const counts = (experimentId: string, control: number, b: number, counterId: string = randomUUID()) => ({
  counterId,
  counts: [
    { experimentId, variant: 'control', count: control },
    { experimentId, variant: 'b', count: b },
  ],
});

describe('resolves over HTTP', () => {
  it('count answers that name a variant, each of them, and nothing else', async () => {
    const { id } = await running('asked', ['one {name}', 'two {name}']);
    const variants = variantsOf(await trials.resolveAll('asked', SOME));
    const [inControl, inB] = ['control', 'b'].map(
      (of) => variants.filter((variant) => variant === of).length,
    );
    const [conversationId, other] = ['control', 'b'].map((of) => SOME[variants.indexOf(of)]);
    await written();
    expect(await resolved(id)).toEqual([SOME.length, inControl, inB]);

    await trials.resolve('asked', { conversationId });
    const url = `/api/v1/resolve/asked?conversationId=${conversationId}`;
    const { headers } = await server.admin.get(url);
    const again = await server.admin.get(url, { headers: { 'if-none-match': headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    await written();
    expect(await resolved(id)).toEqual([SOME.length + 3, (inControl as number) + 3, inB]);

    await server.admin.send('HEAD', url);
    await trials.resolve('asked');
    await trials.resolve('asked', { conversationId, version: 1 });
    const refused = { name: 'asked', conversationId: other, variables: {} };
    expect((await server.admin.post('/api/v1/resolve', refused)).body.code).toBe('MISSING_VARIABLES');
    const batch = await server.admin.post('/api/v1/resolve/batch', { requests: [refused] });
    expect(batch.body.answers[0].ok).toBe(false);
    await written();
    expect((await resolved(id))[0]).toBe(SOME.length + 3);
  });

  it('are counted without the database, and written when it is back', async () => {
    const { id } = await running('alone');
    const query = jest.spyOn(server.app.get(DatabaseService), 'query');
    away();
    await trials.resolveAll('alone', SOME);
    await written();
    // Others ask it whether it is there.
    expect(query.mock.calls.filter(([text]) => text.includes('resolve_counts'))).toEqual([]);
    jest.restoreAllMocks();
    expect(await resolved(id)).toEqual([0, 0, 0]);
    await server.app.get(ResolveCountingService).onApplicationShutdown();
    expect((await resolved(id))[0]).toBe(SOME.length);
  });
});

describe('resolves of an agent in its own process', () => {
  it('are counted, however short it lived', async () => {
    const { id } = await running('in-process');
    const agent = async () => {
      const registry = new PromptRegistry({ url: server.url, apiKey: ADMIN.apiKey });
      await registry.start();
      const variants = SOME.map(
        (conversationId) => registry.loadPrompt('in-process', { conversationId }).experiment?.variant,
      );
      registry.conversation('conversation-0').loadPrompt('in-process');
      await registry.close();
      return variants;
    };
    const variants = [...(await agent()), ...(await agent())];
    const first = variants[0];
    const of = (name: string) =>
      variants.filter((variant) => variant === name).length + (name === first ? 2 : 0);
    expect(await resolved(id)).toEqual([2 * SOME.length + 2, of('control'), of('b')]);
    await written();
    expect((await resolved(id))[0]).toBe(2 * SOME.length + 2);
  });

  it('count once, however often and in what order reports come', async () => {
    const { id } = await running('reported');
    const [mine, another] = [randomUUID(), randomUUID()];
    const two = { experimentId: id, variant: 'b', count: 2 };
    expect((await report(counts(id, 5, 3, mine))).status).toBe(204);
    await report(counts(id, 5, 3, mine));
    await report(counts(id, 4, 2, mine));
    await report({ counterId: mine, counts: [two, { ...two, count: 4 }, two] });
    await Promise.all(Array.from({ length: 10 }, (_, i) => report(counts(id, i, 9 - i, another))));
    expect(await resolved(id)).toEqual([5 + 4 + 9 + 9, 5 + 9, 4 + 9]);
  });

  it('of experiments and variants that were never on trial leave nothing', async () => {
    await trials.prompt('draft');
    const { body: draft } = await trials.draft('draft');
    const { id } = await running('known');
    const told = [
      { experimentId: NOBODY, variant: 'control', count: 1 },
      { experimentId: draft.id, variant: 'control', count: 1 },
      { experimentId: id, variant: 'c', count: 1 },
      { experimentId: id, variant: 'b', count: 0 },
      { experimentId: id, variant: 'control', count: 7 },
    ];
    const [{ before }] = await server.sql<Json>('SELECT count(*)::integer AS before FROM resolve_counts');
    expect((await report({ counterId: randomUUID(), counts: told })).status).toBe(204);
    expect(await resolved(id)).toEqual([7, 7, 0]);
    expect(await server.sql('SELECT count(*)::integer AS before FROM resolve_counts')).toEqual([
      { before: before + 1 },
    ]);
  });

  it('are asked for again while they cannot be kept', async () => {
    const { id } = await running('later');
    away();
    expect((await report()).status).toBe(204);
    const { status, body } = await report(counts(id, 1, 1));
    expect([status, body.code]).toEqual([503, 'DATABASE_UNAVAILABLE']);
  });

  it.each<[string, unknown]>([
    ['resolves', null],
    ['resolves', []],
    ['resolves.counterId', { counterId: '00000000-0000-0000-0000-000000000000', counts: [] }],
    ['resolves.counts', { counterId: NOBODY, counts: [] }],
    ['resolves.counts', { counterId: NOBODY, counts: [counts(NOBODY, 1, 1).counts] }],
    ['resolves.counts', { counterId: NOBODY, counts: Array(1_001).fill(counts(NOBODY, 1, 1).counts[0]) }],
    ['resolves.counts[0].count', counts(NOBODY, -1, 1)],
    ['resolves.counts[1].count', counts(NOBODY, 1, 1.5)],
    ['resolves.counts[0].experimentId', counts('e1', 1, 1)],
    ['resolves.counts[0].variant', { counterId: NOBODY, counts: [{ experimentId: NOBODY, count: 1 }] }],
  ])('may not say something wrong of %s %#', async (field, wrong) => {
    const { status, body } = await report(wrong);
    expect([status, body.code]).toEqual([422, 'INVALID_INPUT']);
    expect(body.errors.map((error: Json) => error.field)).toContain(field);
  });
});

describe('counters that say nothing any more', () => {
  it('become one row for each variant, and count as before', async () => {
    const { id } = await running('folded');
    await report(counts(id, 10, 20));
    at(20 * HOUR);
    await report(counts(id, 1, 2));
    await fold();
    expect(await rows(id)).toHaveLength(4);
    at(25 * HOUR);
    await fold();
    expect(await resolved(id)).toEqual([33, 11, 22]);
    expect(await rows(id)).toHaveLength(4);
    at(45 * HOUR);
    const late = randomUUID();
    await report(counts(id, 100, 200, late));
    await Promise.all([fold(), fold()]);
    expect(await resolved(id)).toEqual([333, 111, 222]);
    expect((await rows(id)).map(({ resolves }) => resolves)).toEqual(
      expect.arrayContaining(['11', '22', '100', '200']),
    );
    // One that goes on is not folded.
    at(46 * HOUR);
    await report(counts(id, 101, 200, late));
    at(69.5 * HOUR);
    await fold();
    expect(await resolved(id)).toEqual([334, 112, 222]);
  });

  it('are not known by the days of a demonstration, which are seconds for those who count', async () => {
    const { id } = await running('shown');
    const counterId = randomUUID();
    await report(counts(id, 10, 20, counterId));
    const clock = server.app.get(SystemClock);
    const [now, from] = [new Date(Date.now() + 50 * HOUR), new Date(0)];
    const shown = { now, from, runsSince: from, speed: 20_000, caughtUp: false };
    jest.spyOn(clock, 'demonstration').mockReturnValue(shown);
    at(50 * HOUR);
    await server.app.get(ResolveCountsService).scheduled();
    await report(counts(id, 11, 21, counterId));
    expect(await resolved(id)).toEqual([32, 11, 21]);
  });

  it('do not come back: who goes on for days is counted once', async () => {
    const { id } = await running('for-days');
    const counter = new ResolveCounter(randomUUID);
    let asked = 0;
    for (const hours of [0, 1, 5, 7, 40, 41, 100]) {
      at(hours * HOUR);
      for (let i = 0; i < 10; i++) counter.count({ id, name: 'test', variant: 'b' });
      asked += 10;
      const told = counter.report(Date.now() + hours * HOUR) as ResolveCounts;
      // Whichever comes first.
      await fold();
      await report(told);
      counter.acknowledge(told);
      await fold();
      expect(await resolved(id)).toEqual([asked, 0, asked]);
    }
    expect((await rows(id)).length).toBeLessThanOrEqual(2);
  });
});

describe('a server that stops', () => {
  it('counts what it answers until the last request', async () => {
    const leaving = await startServer();
    const own = new Trials(() => leaving);
    await own.prompt('last-words', ['one', 'two']);
    const { id } = await own.running('last-words');
    const kept = jest.spyOn(leaving.app.get(ResolveCountsService), 'keep');
    const stopping = jest.spyOn(leaving.app.get(RollUpService), 'beforeApplicationShutdown');
    const body = JSON.stringify({ name: 'last-words', conversationId: 'c' });
    const socket = connect(Number(new URL(leaving.url).port), '127.0.0.1').setEncoding('utf8');
    let answer = '';
    socket.on('data', (text: string) => (answer += text));
    socket.write(
      `POST /api/v1/resolve HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${ADMIN.apiKey}\r\n` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    // Answered after it: so the server has begun with the first one.
    await own.resolve('last-words');
    const stopped = leaving.stop();
    while (stopping.mock.results.length === 0) await new Promise(setImmediate);
    await stopping.mock.results[0]?.value;
    socket.write(body.slice(5));
    await Promise.all([once(socket, 'close'), stopped]);
    expect(answer).toContain('HTTP/1.1 200');
    const told = kept.mock.calls.flatMap(([{ counts: all }]) => all);
    expect(told).toEqual([{ experimentId: id, variant: expect.any(String), count: 1 }]);
    await Promise.all(kept.mock.results.map(({ value }) => value as Promise<void>));
  });
});
