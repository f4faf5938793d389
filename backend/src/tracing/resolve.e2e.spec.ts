import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startServer, type Caller, type Json, type TestServer } from '../../e2e/harness';
import { PromptFilesService } from '../versions/prompt-files.service';

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

const label = (name: string, at: string, version: number) => server.admin.put(`${path(name)}/labels/${at}`, { version, reason: 'test' });

async function writePromptFile(name: string, text: string): Promise<void> {
  const file = join(server.dataDir, 'prompts', name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  await server.app.get(PromptFilesService).refresh();
}

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
        .update('{"config":{"temperature":0.2},"content":"Hello {name}","templateFormat":"f-string","type":"text"}')
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
    ['what it serves, in a conversation', { conversationId: 'c1' }, { version: 3, source: 'latest', reason: 'no_experiment' }],
    ['an explicit version', { version: 1 }, { version: 1, source: 'version', reason: 'pinned_version' }],
    ['the latest version by number', { version: 3 }, { version: 3, source: 'version', reason: 'pinned_version' }],
    ['an explicit label', { label: 'production' }, { version: 2, source: 'label', reason: 'pinned_label' }],
    ['latest by name, which it serves anyway', { label: 'latest' }, { version: 3, source: 'latest', reason: 'no_experiment' }],
  ])('is %s', async (_what, request, expected) => {
    const posted = await resolve({ name: 'choice', ...request });
    expect(posted.body).toMatchObject(expected);
    const query = new URLSearchParams(Object.entries(request).map(([key, value]): [string, string] => [key, String(value)]));
    expect((await get('choice', `?${query}`)).body).toMatchObject(expected);
  });

  it('is the label that the prompt serves, and latest only on request', async () => {
    await create('choice/serving', 'one');
    await publish('choice/serving', 'two');
    await label('choice/serving', 'production', 1);
    const served = await server.admin.patch(path('choice/serving'), { serves: 'production' }, { headers: { 'if-match': '*' } });
    expect(served.status).toBe(200);
    const ask = async (request: object) => (await resolve({ name: 'choice/serving', ...request })).body;
    expect(await ask({})).toMatchObject({ version: 1, source: 'label', reason: 'no_experiment' });
    expect(await ask({ label: 'production' })).toMatchObject({ version: 1, source: 'label', reason: 'no_experiment' });
    expect(await ask({ label: 'latest' })).toMatchObject({ version: 2, source: 'latest', reason: 'pinned_label' });
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
    const answers = await Promise.all(Array.from({ length: 50 }, () => resolve({ name: 'choice/long', version: 2 })));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.content} ${body.source}`))).toEqual(new Set(['200 version 2 version']));
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
    expect(await began(2)).toMatchObject({ version: 1, content: 'one', source: 'latest', reason: 'conversation_began_earlier' });
    expect(await began(0.5)).toMatchObject({ version: 2, content: 'two', reason: 'no_experiment' });
    expect(await began(-5)).toMatchObject({ version: 2 });
    expect(await began(30)).toMatchObject({ version: 2 });
    expect((await resolve({ name: 'pinned' })).body).toMatchObject({ version: 2 });
    const asked = new Date(Date.now() - 2 * hour).toISOString();
    expect((await get('pinned', `?conversationStartedAt=${encodeURIComponent(asked)}`)).body).toMatchObject({ version: 1 });
    expect((await resolve({ name: 'pinned', version: 2, conversationStartedAt: asked })).body).toMatchObject({ version: 2 });
  });
});

describe('rendering', () => {
  // What CPython 3.11 prints for 'n={n} f={f} t={t} {{literal}} {s}'.format(**values).
  it.each([
    [{ n: 12, f: 0.1, t: true, s: 'x' }, 'n=12 f=0.1 t=True {literal} x'],
    [{ n: -3, f: 1e-5, t: false, s: '{n}' }, 'n=-3 f=1e-05 t=False {literal} {n}'],
    [{ n: 9007199254740991, f: 1.5e-7, t: true, s: 'ünïcödé 🚀\n"q"' }, 'n=9007199254740991 f=1.5e-07 t=True {literal} ünïcödé 🚀\n"q"'],
    [{ n: 0, f: 123456.789, t: false, s: '' }, 'n=0 f=123456.789 t=False {literal} '],
  ])('prints %j as Python does', async (variables, rendered) => {
    await server.admin.post('/api/v1/prompts', { name: 'render/python', content: 'n={n} f={f} t={t} {{literal}} {s}' });
    expect((await resolve({ name: 'render/python', variables })).body).toMatchObject({ rendered, extraVariables: [] });
  });

  it('puts messages into a chat', async () => {
    const content = [{ role: 'system', content: 'You help {who}' }, { type: 'placeholder', name: 'history' }, { role: 'user', content: 'Go', name: 'ada' }];
    await create('render/chat', content);
    const history = [{ role: 'user', content: 'Hi {who}' }];
    const { body } = await resolve({ name: 'render/chat', variables: { who: 'Ada', history, unused: 1 } });
    expect(body).toMatchObject({ type: 'chat', content, variables: ['who'], extraVariables: ['unused'] });
    expect(body.rendered).toEqual([{ role: 'system', content: 'You help Ada' }, history[0], content[2]]);
  });

  it('names every variable that is missing', async () => {
    await create('render/strict', '{a} {b} {c}');
    const { status, body } = await resolve({ name: 'render/strict', variables: { b: 'B' } });
    expect([status, body.code, body.missing]).toEqual([422, 'MISSING_VARIABLES', ['a', 'c']]);
    expect(body.errors.map((error: Json) => error.field)).toEqual(['variables.a', 'variables.c']);
    expect((await resolve({ name: 'render/strict', variables: {} })).body.missing).toEqual(['a', 'b', 'c']);
  });

  it('reads own members only', async () => {
    await create('render/object', '{toString} {constructor} {hasOwnProperty}');
    const { body } = await resolve({ name: 'render/object', variables: {} });
    expect(body.missing).toEqual(['toString', 'constructor', 'hasOwnProperty']);
  });

  it.each([
    ['a list for a plain variable', { a: [] }, 'variables.a'],
    ['messages for a plain variable', { a: [{ role: 'user', content: 'x' }] }, 'variables.a'],
    ['a number beyond 2^53', { a: 1e300 }, 'variables.a'],
  ])('refuses %s', async (_what, variables, field) => {
    await server.admin.post('/api/v1/prompts', { name: 'render/one', content: '{a}' });
    const { status, body } = await resolve({ name: 'render/one', variables });
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'INVALID_INPUT', field]);
  });

  it('refuses a text that would be too long, without building it', async () => {
    await create('render/bomb', '{a}'.repeat(10_000));
    const { status, body } = await resolve({ name: 'render/bomb', variables: { a: 'x'.repeat(100_000) } });
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'INVALID_INPUT', 'variables']);
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
    expect((await get('cached', '', { 'if-none-match': etag })).headers.get('x-trace-id')).not.toBe(same.headers.get('x-trace-id'));
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

describe('a batch', () => {
  it('answers in order, all from one revision, refusals in their place', async () => {
    await create('batch/a', 'A {x}');
    await create('batch/b', 'B');
    const requests = [
      { name: 'batch/a', variables: { x: 1 } },
      { name: 'batch/none' },
      { name: 'batch/a', variables: {} },
      { name: 'batch/b', label: 'none' },
      { name: 'batch/b', version: 9 },
      { name: 'batch/b' },
    ];
    const { status, body } = await agent.post(`${RESOLVE}/batch`, { requests });
    expect(status).toBe(200);
    expect(body.answers.map((answer: Json) => (answer.ok ? (answer.rendered ?? answer.content) : answer.problem.code))).toEqual([
      'A 1',
      'PROMPT_NOT_FOUND',
      'MISSING_VARIABLES',
      'LABEL_NOT_FOUND',
      'VERSION_NOT_FOUND',
      'B',
    ]);
    expect(body.answers[2].problem).toMatchObject({ status: 422, missing: ['x'], requestId: expect.any(String) });
    expect(body.answers[0].revision).toBe(body.answers[5].revision);
    expect(body.answers[0].traceId).not.toBe(body.answers[5].traceId);
  });

  it('is refused as a whole when a request is malformed', async () => {
    const { status, body } = await agent.post(`${RESOLVE}/batch`, { requests: [{ name: 'batch/a' }, { name: 'batch/a', versio: 1 }] });
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'INVALID_INPUT', 'requests[1].versio']);
  });

  it('is refused when its answers would fill the memory', async () => {
    await create('batch/long', 'x{a}'.repeat(20_000));
    const request = { name: 'batch/long', variables: { a: 'y'.repeat(100) } };
    const { status, body } = await agent.post(`${RESOLVE}/batch`, { requests: Array.from({ length: 100 }, () => request) });
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'INVALID_INPUT', expect.stringMatching(/^requests\[\d+\]$/)]);
  });
});

describe('refusals', () => {
  beforeAll(() => create('refusal', 'x'));

  it.each([
    ['an unknown prompt', { name: 'refusal/none' }, 'PROMPT_NOT_FOUND'],
    ['a name in other case', { name: 'REFUSAL' }, 'PROMPT_NOT_FOUND'],
    ['a member of Object', { name: '__proto__' }, 'PROMPT_NOT_FOUND'],
    ['a path out of the prompt files', { name: '../../../../etc/passwd' }, 'PROMPT_NOT_FOUND'],
    ['an absolute path', { name: '/etc/passwd' }, 'PROMPT_NOT_FOUND'],
    ['an unknown version', { name: 'refusal', version: 2 }, 'VERSION_NOT_FOUND'],
    ['an unknown label', { name: 'refusal', label: 'none' }, 'LABEL_NOT_FOUND'],
    ['a label of Object', { name: 'refusal', label: 'constructor' }, 'LABEL_NOT_FOUND'],
  ])('%s is 404', async (_what, request, code) => {
    const { status, headers, body } = await resolve(request);
    expect([status, body.code, headers.get('content-type')]).toEqual([404, code, expect.stringMatching(/^application\/problem\+json/)]);
    expect(body).toMatchObject({ type: 'about:blank', status: 404, detail: expect.any(String), requestId: expect.any(String) });
  });

  it('says that an archived prompt is archived, and serves it again when restored', async () => {
    await writePromptFile('refusal/archived.md', 'from the file');
    await create('refusal/archived', 'words');
    expect((await server.admin.delete(path('refusal/archived'), { headers: { 'if-match': '*' } })).status).toBeLessThan(300);
    const { status, body } = await resolve({ name: 'refusal/archived' });
    expect([status, body.code]).toEqual([404, 'PROMPT_NOT_FOUND']);
    expect(body.detail).toContain('archived');
    expect((await resolve({ name: 'refusal/archived', version: 1 })).status).toBe(404);
    await server.admin.post(`${path('refusal/archived')}/restore`);
    expect((await resolve({ name: 'refusal/archived' })).body.content).toBe('words');
  });

  it.each<[string, string, number, string]>([
    ['a list', '[]', 422, 'INVALID_INPUT'],
    ['null', 'null', 422, 'INVALID_INPUT'],
    ['nothing', '', 400, 'MALFORMED_REQUEST'],
    ['half a document', '{"name":', 400, 'MALFORMED_REQUEST'],
    ['an unknown member', '{"name":"refusal","x":1}', 422, 'INVALID_INPUT'],
    ['version and label', '{"name":"refusal","version":1,"label":"x"}', 422, 'INVALID_INPUT'],
    ['__proto__ as a member', '{"name":"refusal","__proto__":{"version":1}}', 400, 'MALFORMED_REQUEST'],
    ['__proto__ as a variable', '{"name":"refusal","variables":{"__proto__":"x"}}', 400, 'MALFORMED_REQUEST'],
    ['NUL', '{"name":"refusal","label":"a\\u0000"}', 422, 'INVALID_INPUT'],
    ['half of a surrogate pair', '{"name":"refusal","conversationId":"\\ud800"}', 422, 'INVALID_INPUT'],
    ['deep nesting', `{"name":"refusal","variables":{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`, 422, 'INVALID_INPUT'],
  ])('%s is refused as a problem', async (_what, raw, status, code) => {
    const answer = await agent.post(RESOLVE, undefined, { raw });
    expect([answer.status, answer.body?.code]).toEqual([status, code]);
  });

  it('a body of another type is 415, one that is too large 413', async () => {
    expect((await agent.post(RESOLVE, undefined, { raw: 'name=x', headers: { 'content-type': 'text/plain' } })).status).toBe(415);
    expect((await resolve({ name: 'refusal', variables: { a: 'x'.repeat(1_100_000) } })).status).toBe(413);
  });

  it('a query member that is unknown or given twice is 422', async () => {
    for (const query of ['?variables=x', '?label=a&label=b', '?version=abc', '?version=', '?__proto__=1'])
      expect([query, (await get('refusal', query)).status]).toEqual([query, 422]);
  });

  it('needs a credential that may resolve', async () => {
    expect((await server.nobody.post(RESOLVE, { name: 'refusal' })).status).toBe(401);
    expect((await (await server.withKey('record')).post(RESOLVE, { name: 'refusal' })).status).toBe(403);
  });
});

describe('a prompt that only a file has', () => {
  it('is answered from the file, without a version', async () => {
    await writePromptFile('only/a_file.md', 'Hello {name}');
    const expected = { promptId: null, version: null, source: 'file', reason: 'not_in_registry', stale: false, content: 'Hello {name}' };
    expect((await resolve({ name: 'only/a_file', variables: { name: 'Ada' } })).body).toMatchObject({ ...expected, rendered: 'Hello Ada' });
    expect((await get('only/a_file')).body).toMatchObject(expected);
    expect((await resolve({ name: 'only/a_file', version: 1 })).body.code).toBe('VERSION_NOT_FOUND');
    expect((await resolve({ name: 'only/a_file', label: 'production' })).body.code).toBe('LABEL_NOT_FOUND');
  });

  it('is answered from the registry as soon as it is there', async () => {
    await writePromptFile('only/later.md', 'from the file');
    await create('only/later', 'from the registry');
    expect((await resolve({ name: 'only/later' })).body).toMatchObject({ version: 1, content: 'from the registry', source: 'latest' });
  });
});
