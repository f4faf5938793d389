import { createHash } from 'node:crypto';
import { startServer, type Caller, type Json, type TestServer } from '../../e2e/harness';

let server: TestServer;
let agent: Caller;

beforeAll(async () => {
  server = await startServer();
  agent = await server.withKey('resolve');
});
afterAll(() => server?.stop());

const RESOLVE = '/api/v1/resolve';
const path = (name: string) => `/api/v1/prompts/${encodeURIComponent(name)}`;
const resolve = (body: unknown) => agent.post(RESOLVE, body);
const get = (name: string, query = '', headers: Record<string, string> = {}) =>
  agent.get(`${RESOLVE}/${encodeURIComponent(name)}${query}`, { headers });

async function create(name: string, content: unknown, more: object = {}): Promise<Json> {
  const made = await server.admin.post('/api/v1/prompts', { name, content, ...more });
  expect([made.status, made.body]).toEqual([201, expect.anything()]);
  return made.body;
}

async function publish(name: string, content: unknown): Promise<void> {
  const made = await server.admin.put(path(name), { content }, { headers: { 'if-match': '*' } });
  expect([made.status, made.body]).toEqual([200, expect.anything()]);
}

const label = (name: string, at: string, version: number) =>
  server.admin.put(`${path(name)}/labels/${at}`, { version, reason: 'test' });

describe('what a resolve answers', () => {
  it('is the latest version with its provenance', async () => {
    const prompt = await create('plain/greeting', 'Hello {name}', { config: { temperature: 0.2 } });
    const { status, headers, body } = await resolve({ name: 'plain/greeting' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      promptId: prompt.id,
      name: 'plain/greeting',
      version: 1,
      type: 'text',
      templateFormat: 'f-string',
      content: 'Hello {name}',
      config: { temperature: 0.2 },
      variables: ['name'],
      contentHash: createHash('sha256')
        .update(
          '{"config":{"temperature":0.2},"content":"Hello {name}","templateFormat":"f-string","type":"text"}',
        )
        .digest('hex'),
      source: 'latest',
      reason: 'no_experiment',
      stale: false,
      revision: expect.any(Number),
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it('has a trace id of its own each time', async () => {
    await create('plain/traced', 'x');
    const ids = new Set<string>();
    for (let i = 0; i < 20; i++) ids.add((await resolve({ name: 'plain/traced' })).body.traceId);
    expect(ids.size).toBe(20);
  });

  it('follows every publish at once, and counts revisions upward', async () => {
    await create('plain/edited', 'version 1');
    let revision = 0;
    for (let version = 2; version <= 6; version++) {
      await publish('plain/edited', `version ${version}`);
      const { body } = await resolve({ name: 'plain/edited' });
      expect(body).toMatchObject({ version, content: `version ${version}` });
      expect(body.revision).toBeGreaterThan(revision);
      revision = body.revision;
    }
  });

  it('keeps every character of the words', async () => {
    const words = 'Zürich — 漢字 🚀 "quoted" \\back\tslash\u2028 {{literal}} </script>';
    await create('plain/characters', words);
    expect((await resolve({ name: 'plain/characters' })).body.content).toBe(words);
  });
});

describe('which version a resolve answers', () => {
  beforeAll(async () => {
    await create('choice', 'one');
    for (const words of ['two', 'three']) await publish('choice', words);
    await label('choice', 'production', 2);
    await label('choice', 'old', 1);
  });

  it.each([
    ['what it serves', {}, { version: 3, source: 'latest', reason: 'no_experiment' }],
    [
      'what it serves, in a conversation',
      { conversationId: 'c1' },
      { version: 3, source: 'latest', reason: 'no_experiment' },
    ],
    ['an explicit version', { version: 1 }, { version: 1, source: 'version', reason: 'pinned_version' }],
    [
      'the latest version by number',
      { version: 3 },
      { version: 3, source: 'version', reason: 'pinned_version' },
    ],
    ['an explicit label', { label: 'production' }, { version: 2, source: 'label', reason: 'pinned_label' }],
    [
      'latest by name, which it serves anyway',
      { label: 'latest' },
      { version: 3, source: 'latest', reason: 'no_experiment' },
    ],
  ])('is %s', async (_what, request, expected) => {
    const posted = await resolve({ name: 'choice', ...request });
    expect(posted.body).toMatchObject(expected);
    const query = new URLSearchParams(
      Object.entries(request).map(([key, value]): [string, string] => [key, String(value)]),
    );
    expect((await get('choice', `?${query}`)).body).toMatchObject(expected);
  });

  it('is the label that the prompt serves, and latest only on request', async () => {
    await create('choice/serving', 'one');
    await publish('choice/serving', 'two');
    await label('choice/serving', 'production', 1);
    const served = await server.admin.patch(
      path('choice/serving'),
      { serves: 'production' },
      { headers: { 'if-match': '*' } },
    );
    expect(served.status).toBe(200);
    const ask = async (request: object) => (await resolve({ name: 'choice/serving', ...request })).body;
    expect(await ask({})).toMatchObject({ version: 1, source: 'label', reason: 'no_experiment' });
    expect(await ask({ label: 'production' })).toMatchObject({
      version: 1,
      source: 'label',
      reason: 'no_experiment',
    });
    expect(await ask({ label: 'latest' })).toMatchObject({
      version: 2,
      source: 'latest',
      reason: 'pinned_label',
    });
    await publish('choice/serving', 'three');
    expect(await ask({})).toMatchObject({ version: 1 });
    await label('choice/serving', 'production', 3);
    expect(await ask({})).toMatchObject({ version: 3, content: 'three', source: 'label' });
  });

  it('is an old version that memory does not hold, the same to fifty callers at once', async () => {
    await create('choice/long', 'version 1');
    for (let version = 2; version <= 4; version++) await publish('choice/long', `version ${version}`);
    // Beyond the time that conversations are pinned for, only the latest stays in memory.
    await server.sql(`UPDATE served_intervals SET served_from = served_from - interval '10 days', served_to = served_to - interval '10 days'
      WHERE served_to IS NOT NULL AND prompt_id = (SELECT id FROM prompts WHERE name = 'choice/long')`);
    await label('choice/long', 'any', 4);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => resolve({ name: 'choice/long', version: 2 })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.content} ${body.source}`))).toEqual(
      new Set(['200 version 2 version']),
    );
    expect((await resolve({ name: 'choice/long', version: 5 })).body.code).toBe('VERSION_NOT_FOUND');
  });
});

describe('a conversation that has begun', () => {
  it('keeps what was served when it began', async () => {
    await create('pinned', 'one');
    const [{ moment }] = (await server.sql('SELECT clock_timestamp() AS moment')) as [{ moment: Date }];
    await publish('pinned', 'two');
    // Moves the change into the past, so that the test needs no waiting: one was served from -3 h, two from -1 h.
    const hour = 3_600_000;
    await server.sql(
      `UPDATE served_intervals SET served_from = CASE WHEN served_to IS NULL THEN $1::timestamptz ELSE $2::timestamptz END,
         served_to = CASE WHEN served_to IS NULL THEN NULL ELSE $1::timestamptz END
       WHERE prompt_id = (SELECT id FROM prompts WHERE name = 'pinned')`,
      [new Date(moment.getTime() - hour), new Date(moment.getTime() - 3 * hour)],
    );
    await label('pinned', 'refresh', 2);
    const began = async (hoursAgo: number) => {
      const conversationStartedAt = new Date(Date.now() - hoursAgo * hour).toISOString();
      return (await resolve({ name: 'pinned', conversationId: 'c', conversationStartedAt })).body;
    };
    expect(await began(2)).toMatchObject({
      version: 1,
      content: 'one',
      source: 'latest',
      reason: 'conversation_began_earlier',
    });
    expect(await began(0.5)).toMatchObject({ version: 2, content: 'two', reason: 'no_experiment' });
    expect(await began(-5)).toMatchObject({ version: 2 });
    expect(await began(30)).toMatchObject({ version: 2 });
    expect((await resolve({ name: 'pinned' })).body).toMatchObject({ version: 2 });
    const asked = new Date(Date.now() - 2 * hour).toISOString();
    expect((await get('pinned', `?conversationStartedAt=${encodeURIComponent(asked)}`)).body).toMatchObject({
      version: 1,
    });
    expect((await resolve({ name: 'pinned', version: 2, conversationStartedAt: asked })).body).toMatchObject({
      version: 2,
    });
  });
});

describe('GET with an ETag', () => {
  const etagOf = async (name: string, query = '') => (await get(name, query)).headers.get('etag') ?? '';

  it('answers 304 with a new trace id as long as nothing changes', async () => {
    await create('cached', 'one');
    await create('cached/other', 'x');
    const etag = await etagOf('cached');
    expect(etag).toMatch(/^W\/"[\x21\x23-\x7e]+"$/);
    await publish('cached/other', 'the revision moves, this answer does not');
    const same = await get('cached', '', { 'if-none-match': `"else", ${etag.replace('W/', '')}` });
    expect([same.status, same.body, same.headers.get('etag')]).toEqual([304, null, etag]);
    expect(same.headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
    expect((await get('cached', '', { 'if-none-match': etag })).headers.get('x-trace-id')).not.toBe(
      same.headers.get('x-trace-id'),
    );
    expect((await get('cached', '', { 'if-none-match': '*' })).status).toBe(304);
  });

  it('answers anew when the words or their provenance change', async () => {
    await create('cached/changing', 'one');
    const first = await etagOf('cached/changing');
    await publish('cached/changing', 'two');
    const second = await get('cached/changing', '', { 'if-none-match': first });
    expect([second.status, second.body.version]).toEqual([200, 2]);
    expect(await etagOf('cached/changing', '?version=2')).not.toBe(second.headers.get('etag'));
  });

  it('answers HEAD without a body', async () => {
    await create('cached/head', 'one');
    const { status, headers, body } = await agent.send('HEAD', `${RESOLVE}/cached%2Fhead`);
    expect([status, headers.get('etag') !== null, body]).toEqual([200, true, null]);
  });
});
