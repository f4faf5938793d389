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

async function writePromptFile(name: string, text: string): Promise<void> {
  const file = join(server.dataDir, 'prompts', name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  await server.app.get(PromptFilesService).refresh();
}

describe('rendering', () => {
  // What CPython 3.11 prints for 'n={n} f={f} t={t} {{literal}} {s}'.format(**values).
  it.each([
    [{ n: 12, f: 0.1, t: true, s: 'x' }, 'n=12 f=0.1 t=True {literal} x'],
    [{ n: -3, f: 1e-5, t: false, s: '{n}' }, 'n=-3 f=1e-05 t=False {literal} {n}'],
    [
      { n: 9007199254740991, f: 1.5e-7, t: true, s: 'ünïcödé 🚀\n"q"' },
      'n=9007199254740991 f=1.5e-07 t=True {literal} ünïcödé 🚀\n"q"',
    ],
    [{ n: 0, f: 123456.789, t: false, s: '' }, 'n=0 f=123456.789 t=False {literal} '],
  ])('prints %j as Python does', async (variables, rendered) => {
    await server.admin.post('/api/v1/prompts', {
      name: 'render/python',
      content: 'n={n} f={f} t={t} {{literal}} {s}',
    });
    expect((await resolve({ name: 'render/python', variables })).body).toMatchObject({
      rendered,
      extraVariables: [],
    });
  });

  it('puts messages into a chat', async () => {
    const content = [
      { role: 'system', content: 'You help {who}' },
      { type: 'placeholder', name: 'history' },
      { role: 'user', content: 'Go', name: 'ada' },
    ];
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
    expect(
      body.answers.map((answer: Json) =>
        answer.ok ? (answer.rendered ?? answer.content) : answer.problem.code,
      ),
    ).toEqual(['A 1', 'PROMPT_NOT_FOUND', 'MISSING_VARIABLES', 'LABEL_NOT_FOUND', 'VERSION_NOT_FOUND', 'B']);
    expect(body.answers[2].problem).toMatchObject({
      status: 422,
      missing: ['x'],
      requestId: expect.any(String),
    });
    expect(body.answers[0].revision).toBe(body.answers[5].revision);
    expect(body.answers[0].traceId).not.toBe(body.answers[5].traceId);
  });

  it('is refused as a whole when a request is malformed', async () => {
    const { status, body } = await agent.post(`${RESOLVE}/batch`, {
      requests: [{ name: 'batch/a' }, { name: 'batch/a', versio: 1 }],
    });
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'INVALID_INPUT', 'requests[1].versio']);
  });

  it('is refused when its answers would fill the memory', async () => {
    await create('batch/long', 'x{a}'.repeat(20_000));
    const request = { name: 'batch/long', variables: { a: 'y'.repeat(100) } };
    const { status, body } = await agent.post(`${RESOLVE}/batch`, {
      requests: Array.from({ length: 100 }, () => request),
    });
    expect([status, body.code, body.errors[0].field]).toEqual([
      422,
      'INVALID_INPUT',
      expect.stringMatching(/^requests\[\d+\]$/),
    ]);
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
    expect([status, body.code, headers.get('content-type')]).toEqual([
      404,
      code,
      expect.stringMatching(/^application\/problem\+json/),
    ]);
    expect(body).toMatchObject({
      type: 'about:blank',
      status: 404,
      detail: expect.any(String),
      requestId: expect.any(String),
    });
  });

  it('says that an archived prompt is archived, and serves it again when restored', async () => {
    await writePromptFile('refusal/archived.md', 'from the file');
    await create('refusal/archived', 'words');
    expect(
      (await server.admin.delete(path('refusal/archived'), { headers: { 'if-match': '*' } })).status,
    ).toBeLessThan(300);
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
    ['nothing', '', 422, 'INVALID_INPUT'],
    ['half a document', '{"name":', 400, 'MALFORMED_REQUEST'],
    ['an unknown member', '{"name":"refusal","x":1}', 422, 'INVALID_INPUT'],
    ['__proto__ as a member', '{"name":"refusal","__proto__":{"version":1}}', 400, 'MALFORMED_REQUEST'],
    ['__proto__ as a variable', '{"name":"refusal","variables":{"__proto__":"x"}}', 400, 'MALFORMED_REQUEST'],
    ['NUL', '{"name":"refusal","label":"a\\u0000"}', 422, 'INVALID_INPUT'],
    ['half of a surrogate pair', '{"name":"refusal","conversationId":"\\ud800"}', 422, 'INVALID_INPUT'],
    [
      'deep nesting',
      `{"name":"refusal","variables":{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`,
      422,
      'INVALID_INPUT',
    ],
  ])('%s is refused as a problem', async (_what, raw, status, code) => {
    const answer = await agent.post(RESOLVE, undefined, { raw });
    expect([answer.status, answer.body?.code]).toEqual([status, code]);
  });

  it('a body of another type is 415, one that is too large 413', async () => {
    expect(
      (await agent.post(RESOLVE, undefined, { raw: 'name=x', headers: { 'content-type': 'text/plain' } }))
        .status,
    ).toBe(415);
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
    const expected = {
      promptId: null,
      version: null,
      source: 'file',
      reason: 'not_in_registry',
      stale: false,
      content: 'Hello {name}',
    };
    expect((await resolve({ name: 'only/a_file', variables: { name: 'Ada' } })).body).toMatchObject({
      ...expected,
      rendered: 'Hello Ada',
    });
    expect((await get('only/a_file')).body).toMatchObject(expected);
    expect((await resolve({ name: 'only/a_file', version: 1 })).body.code).toBe('VERSION_NOT_FOUND');
    expect((await resolve({ name: 'only/a_file', label: 'production' })).body.code).toBe('LABEL_NOT_FOUND');
  });

  it('is answered from the registry as soon as it is there', async () => {
    await writePromptFile('only/later.md', 'from the file');
    await create('only/later', 'from the registry');
    expect((await resolve({ name: 'only/later' })).body).toMatchObject({
      version: 1,
      content: 'from the registry',
      source: 'latest',
    });
  });
});
