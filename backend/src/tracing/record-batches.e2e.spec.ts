import { gzipSync } from 'node:zlib';
import { startServer, type Caller, type Json, type TestServer } from '../../e2e/harness';
import { outcome, sendOutcomes, sendTraces, trace } from '../../e2e/records';
import { promptPath, Trials } from '../../e2e/trials';

const MIB = 1_048_576;
const KINDS = ['traces', 'outcomes'] as const;

let server: TestServer;
let agent: Caller;
const trials = new Trials(() => server);

beforeAll(async () => {
  server = await startServer({ env: { TRACE_PREVIEWS: 'true', MLFLOW_TRACKING_URI: 'http://127.0.0.1:9' } });
  agent = await server.withKey('record');
});
afterAll(() => server?.stop());

const make = (kind: (typeof KINDS)[number], more: object = {}): Json =>
  kind === 'traces' ? trace(more) : outcome(more);
const post = (kind: (typeof KINDS)[number], body: unknown) => agent.post(`/api/v1/${kind}`, body);
const many = <T>(count: number, one: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => one(i));

describe.each(KINDS)('a batch of %s', (kind) => {
  it.each<[string, unknown, string]>([
    ['no body', undefined, kind],
    ['nothing', {}, kind],
    ['an empty list', { [kind]: [] }, kind],
    ['an object', { [kind]: {} }, kind],
    ['null', { [kind]: null }, kind],
    ['one too many', { [kind]: many(5_001, () => 0) }, kind],
    ['another member', { [kind]: [0], more: 1 }, 'more'],
  ])('is refused as a whole: %s', async (_what, body, field) => {
    const answer = await post(kind, body);
    expect([answer.status, answer.body.code, answer.body.errors.map((error: Json) => error.field)]).toEqual([
      422,
      'INVALID_INPUT',
      [field],
    ]);
    expect(answer.body).not.toHaveProperty('rejected');
  });

  it('has up to 5,000 items', async () => {
    expect((await post(kind, { [kind]: many(5_000, () => make(kind)) })).body.accepted).toBe(5_000);
  });

  it('has up to 8 MiB', async () => {
    const item = JSON.stringify(make(kind));
    const padded = (bytes: number) =>
      `{"${kind}":[${item}${' '.repeat(bytes - item.length - kind.length - 7)}]}`;
    expect(padded(100_000).length).toBe(100_000);
    const largest = await agent.post(`/api/v1/${kind}`, undefined, { raw: padded(8 * MIB) });
    expect([largest.status, largest.body.accepted]).toEqual([200, 1]);
    const larger = await agent.post(`/api/v1/${kind}`, undefined, { raw: padded(8 * MIB + 1) });
    expect([larger.status, larger.body.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  const text = kind === 'traces' ? 'agent' : 'metric';
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  it.each([
    ['NUL', text, `"${text}":"a\\u0000"`],
    ['half of a surrogate pair', text, `"${text}":"\\ud83d"`],
    ['deep nesting', text, `"${text}":${deep}`],
    ['deep nesting in an unknown member', 'deep', `"deep":${deep}`],
    ['a name that reaches prototypes', '__proto__', '"__proto__":{"agent":"x"}'],
    ['another such name', 'constructor', '"constructor":{"prototype":{"agent":"x"}}'],
    ['a name with NUL', 'a\ufffd', '"a\\u0000":1'],
  ])('keeps the items around one with %s', async (_what, field, member) => {
    const [first, odd, last] = [make(kind), make(kind), make(kind)];
    const raw = `{"${kind}":[${JSON.stringify(first)},${JSON.stringify(odd).slice(0, -1)},${member}},${JSON.stringify(last)}]}`;
    const { status, body } = await agent.post(`/api/v1/${kind}`, undefined, { raw });
    expect([status, body.accepted]).toEqual([200, 2]);
    expect(body.rejected).toEqual([
      { index: 1, id: odd.id, code: 'INVALID_INPUT', field, message: expect.any(String) },
    ]);
    const alone = `{"${kind}":[${JSON.stringify(odd).slice(0, -1)},${member}}]}`;
    const refused = await agent.post(`/api/v1/${kind}`, undefined, { raw: alone });
    expect([refused.status, refused.body.rejected.length]).toEqual([422, 1]);
  });

  it.each([
    ['deep nesting', deep],
    ['deep nesting in its list', `{"${kind}":${deep}}`],
    ['a name that reaches prototypes', `{"${kind}":[1],"__proto__":{}}`],
    ['half a name', `{"${kind}":[1],"\\ud83d":{}}`],
  ])('is refused as a whole with %s outside of its items', async (_what, raw) => {
    const { status, body } = await agent.post(`/api/v1/${kind}`, undefined, { raw });
    expect([status, body.code]).toEqual([422, 'INVALID_INPUT']);
  });

  it('answers a compressed one with what to do', async () => {
    const { status, body } = await agent.post(`/api/v1/${kind}`, undefined, {
      raw: gzipSync(JSON.stringify({ [kind]: [make(kind)] })),
      headers: { 'content-encoding': 'gzip' },
    });
    expect([status, body.title]).toEqual([415, 'Send application/json, not compressed']);
  });

  it('needs a key that may record', async () => {
    const body = { [kind]: [make(kind)] };
    expect((await server.nobody.post(`/api/v1/${kind}`, body)).status).toBe(401);
    for (const scope of ['resolve', 'read', 'write'] as const)
      expect((await (await server.withKey(scope)).post(`/api/v1/${kind}`, body)).status).toBe(403);
    expect((await (await server.withSession('viewer')).post(`/api/v1/${kind}`, body)).status).toBe(403);
    expect((await server.admin.post(`/api/v1/${kind}`, body)).status).toBe(200);
  });

  it('with 1 bad of 1,000 stores 999 and names the one; sending it again is harmless', async () => {
    const items = many(1_000, () => make(kind));
    items[617].id = 'not an id';
    const { status, body } = await post(kind, { [kind]: items });
    expect([status, body.accepted, body.duplicates]).toEqual([200, 999, 0]);
    expect(body.rejected).toMatchObject([{ index: 617, id: 'not an id', field: 'id' }]);
    const again = await post(kind, { [kind]: items });
    expect([again.status, again.body.accepted, again.body.duplicates]).toEqual([200, 0, 999]);
    expect(again.body.rejected).toHaveLength(1);
  });

  it('delivered three times, shuffled and at once, is stored once', async () => {
    const items = many(600, (i) => make(kind, kind === 'traces' ? { latencyMs: i } : { value: i / 600 }));
    const column = kind === 'traces' ? 'latency_ms' : 'value';
    // A fixed stride is a shuffle that is the same in every run.
    const shuffled = (stride: number) => many(600, (i) => items[(i * stride) % 600]);
    const batches = [1, 7, 11].flatMap((stride) =>
      many(12, (i) => shuffled(stride).slice(i * 50, i * 50 + 50)),
    );
    const answers = await Promise.all(batches.map((batch) => post(kind, { [kind]: batch })));
    const sum = (of: 'accepted' | 'duplicates') => answers.reduce((total, { body }) => total + body[of], 0);
    expect([sum('accepted'), sum('duplicates')]).toEqual([600, 1_200]);
    expect(answers.every(({ status, body }) => status === 200 && body.rejected.length === 0)).toBe(true);
    const ids = items.map(({ id }) => id);
    const [stored] = await server.sql<Json>(
      `SELECT count(*)::integer AS rows, sum(${column}) AS total FROM ${kind} WHERE id::text = ANY ($1)`,
      [kind === 'traces' ? ids.map(hyphenated) : ids],
    );
    expect(stored.rows).toBe(600);
    expect(stored.total).toBeCloseTo(kind === 'traces' ? (599 * 600) / 2 : 599 / 2, 9);
  });
});

const hyphenated = (id: string) => id.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');

describe('exposures under concurrent delivery', () => {
  it('are one for each conversation, and agree with the traces', async () => {
    await trials.prompt('rush');
    const experiment = await trials.running('rush');
    const { body } = await server.admin.get(`${promptPath('rush')}/versions/1`);
    const traces = many(300, (i) =>
      trace({
        promptName: 'rush',
        contentHash: body.contentHash,
        source: 'experiment',
        experimentId: experiment.id,
        variant: 'control',
        conversationId: `rush-${i % 60}`,
      }),
    );
    const batches = [1, 7, 11].flatMap((stride) =>
      many(6, (part) => many(50, (i) => traces[((part * 50 + i) * stride) % 300])),
    );
    const answers = await Promise.all(batches.map((batch) => sendTraces(agent, ...batch)));
    expect(answers.every(({ body: report }) => report.flagged === report.accepted)).toBe(false);
    const [found] = await server.sql<Json>(
      `SELECT count(*)::integer AS all, count(t.id)::integer AS matching FROM exposures e
      LEFT JOIN traces t ON t.id = e.trace_id AND t.conversation_id = e.conversation_id AND t.variant = e.variant
      WHERE e.experiment_id = $1`,
      [experiment.id],
    );
    expect(found).toEqual({ all: 60, matching: 60 });
  });
});

describe('previews', () => {
  const previewsOf = async (id: string) =>
    (await server.sql<Json>('SELECT previews FROM traces WHERE id = $1', [id]))[0]?.previews;

  it('are kept when the server is told to', async () => {
    const previews = { input: '', output: 'ü'.repeat(10_000), variables: { a: { constructor: [1, null] } } };
    const sent = trace({ previews });
    expect((await sendTraces(agent, sent)).body.accepted).toBe(1);
    expect(await previewsOf(sent.id)).toEqual(previews);
  });

  it('are cleaned of what cannot be kept, and not refused', async () => {
    const sent = trace();
    const deep = `${'['.repeat(5_000)}1${']'.repeat(5_000)}`;
    const previews = `{"input":"a\\u0000b","output":"cut \\ud83d","variables":{"__proto__":{"a":1},"constructor":{"prototype":{"b":1}},"half\\ude00":["\\ud83d",1],"deep":${deep}}}`;
    const raw = `{"traces":[${JSON.stringify(sent).slice(0, -1)},"previews":${previews}}]}`;
    const { body } = await agent.post('/api/v1/traces', undefined, { raw });
    expect(body).toMatchObject({ accepted: 1, rejected: [] });
    const { input, output, variables } = await previewsOf(sent.id);
    expect([input, output]).toEqual(['a\ufffdb', 'cut \ufffd']);
    expect(Object.keys(variables).sort()).toEqual(['constructor', 'deep', 'half\ufffd']);
    expect([variables.constructor, variables['half\ufffd']]).toEqual([
      { prototype: { b: 1 } },
      ['\ufffd', 1],
    ]);
    expect(JSON.stringify(variables.deep)).toMatch(/^\[{31}null\]{31}$/);
    expect((await server.admin.get(`/api/v1/traces/${sent.id}`)).body.previews).toEqual({
      input,
      output,
      variables,
    });
  });

  it.each<[string, string, unknown]>([
    ['previews', 'a list', []],
    ['previews.text', 'an unknown member', { text: 'x' }],
    ['previews.input', 'a number', { input: 1 }],
    ['previews.output', 'too long a text', { output: 'x'.repeat(10_001) }],
    ['previews.variables', 'a list of variables', { variables: [] }],
    ['previews.variables', 'too many variables', { variables: { a: 'x'.repeat(10_000) } }],
  ])('%s is refused: %s', async (field, _what, previews) => {
    const { body } = await sendTraces(agent, trace(), trace({ previews }));
    expect(body.rejected).toMatchObject([{ index: 1, code: 'INVALID_INPUT', field }]);
  });
});

describe('what is to be told to MLflow', () => {
  const entriesOf = (key: string) =>
    server.sql<Json>('SELECT topic, key, reference FROM outbox WHERE key = $1 ORDER BY id', [key]);

  it('is remembered with the rows, once each', async () => {
    const [first, second] = [trace(), trace({ conversationId: 'told' })];
    const about = outcome({ traceId: first.id });
    await sendTraces(agent, first, second, first);
    await sendTraces(agent, first);
    await sendOutcomes(agent, about, about);
    await sendOutcomes(agent, about, outcome());
    expect(await entriesOf(first.id)).toEqual([
      { topic: 'trace', key: first.id, reference: first.id },
      { topic: 'outcome', key: first.id, reference: about.id },
    ]);
    expect(await entriesOf(second.id)).toHaveLength(1);
  });

  it('of a conversation is kept in the order of the conversation', async () => {
    await trials.prompt('told');
    const { body } = await trials.draft('told');
    const about = outcome({ traceId: undefined, conversationId: 'a:b', experimentId: body.id });
    await sendOutcomes(agent, about);
    const key = `conversation:${body.id}:a:b`;
    expect(await entriesOf(key)).toEqual([{ topic: 'outcome', key, reference: about.id }]);
  });
});
