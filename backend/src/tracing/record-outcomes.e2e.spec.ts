import { startServer, type Caller, type Json, type TestServer } from '../../e2e/harness';
import { newId, outcome, sendOutcomes, sendTraces, trace } from '../../e2e/records';
import { Trials } from '../../e2e/trials';
import { OutcomesService } from './outcomes.service';

const NOTHING_ELSE = { accepted: 0, duplicates: 0, flagged: 0, rejected: [] };
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const MINUTE = 60_000;

let server: TestServer;
let agent: Caller;
let experimentId: string;
const trials = new Trials(() => server);

beforeAll(async () => {
  server = await startServer();
  agent = await server.withKey('record');
  await trials.prompt('judged');
  experimentId = (await trials.draft('judged')).body.id;
});
afterAll(() => server?.stop());

const send = (...outcomes: unknown[]) => sendOutcomes(agent, ...outcomes);
const inConversation = (more: object = {}) =>
  outcome({ traceId: undefined, conversationId: 'conv-1', experimentId, ...more });
const rowOf = async (id: string): Promise<Json> =>
  (await server.sql('SELECT * FROM outcomes WHERE id = $1', [id]))[0];
const ahead = (ms: number) => new Date(Date.now() + ms).toISOString();

describe('an outcome', () => {
  it('is stored, also of a trace that has not arrived', async () => {
    const sent = outcome({ id: 'a "quoted", {braced} \\id'.replaceAll(' ', '_'), value: 0.1 + 0.2 });
    expect((await send(sent)).body).toEqual({ ...NOTHING_ELSE, accepted: 1 });
    const row = await rowOf(sent.id);
    expect({ ...row, trace_id: row.trace_id.replaceAll('-', '') }).toMatchObject({
      trace_id: sent.traceId,
      experiment_id: null,
      conversation_id: null,
      metric: 'confidence',
      value: 0.1 + 0.2,
      occurred_at: new Date(sent.occurredAt),
      source: 'api',
    });
    expect((await sendTraces(agent, trace({ id: sent.traceId }))).body.accepted).toBe(1);
  });

  it('is stored for a conversation in an experiment', async () => {
    const sent = inConversation({ metric: 'user_actioned', value: 1 });
    expect((await send(sent)).body).toEqual({ ...NOTHING_ELSE, accepted: 1 });
    expect(await rowOf(sent.id)).toMatchObject({
      trace_id: null,
      experiment_id: experimentId,
      conversation_id: 'conv-1',
    });
  });

  it('may have null for the other subject, and ids in either case', async () => {
    const ofTrace = outcome({ conversationId: null, experimentId: null });
    const ofConversation = inConversation({ traceId: null });
    const { body } = await send(
      { ...ofTrace, traceId: ofTrace.traceId.toUpperCase() },
      { ...ofConversation, experimentId: experimentId.toUpperCase() },
    );
    expect(body).toEqual({ ...NOTHING_ELSE, accepted: 2 });
    expect((await rowOf(ofTrace.id)).trace_id.replaceAll('-', '')).toBe(ofTrace.traceId);
    expect((await send(ofTrace, ofConversation)).body).toEqual({ ...NOTHING_ELSE, duplicates: 2 });
  });

  it('is stored once when it is sent again, and keeps its first value', async () => {
    const sent = outcome();
    expect((await send(sent, sent)).body).toEqual({ ...NOTHING_ELSE, accepted: 1, duplicates: 1 });
    const { body } = await send(sent, { ...sent, value: 0.9 }, { ...sent, traceId: newId() }, outcome());
    expect(body).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(body.rejected.map(({ index, code }: Json) => [index, code])).toEqual([
      [1, 'ID_CONFLICT'],
      [2, 'ID_CONFLICT'],
    ]);
    const other = await send({ ...sent, value: 0.9 }, outcome());
    expect(other.body.rejected).toEqual([
      { index: 0, id: sent.id, code: 'ID_CONFLICT', field: 'id', message: expect.any(String) },
    ]);
    expect((await rowOf(sent.id)).value).toBe(0.8);
  });

  it('of a metric registered a moment ago is taken', async () => {
    expect((await send(outcome({ metric: 'warmth', value: -3 }), outcome())).body.rejected).toHaveLength(1);
    const made = await server.admin.post('/api/v1/metrics', {
      name: 'warmth',
      kind: 'continuous',
      direction: 'increase',
    });
    expect(made.status).toBe(201);
    expect((await send(outcome({ metric: 'warmth', value: -3 }))).body.accepted).toBe(1);
    expect((await send(outcome({ metric: 'warmth', value: 1e300 }), outcome())).body.rejected).toMatchObject([
      { code: 'OUT_OF_RANGE', field: 'value' },
    ]);
  });
});

describe('an item is rejected, and the others are taken', () => {
  it.each<[string, string | undefined, string, () => unknown]>([
    ['INVALID_INPUT', 'value', 'text as a value', () => outcome({ value: '1' })],
    ['INVALID_INPUT', 'value', 'true as a value', () => outcome({ metric: 'user_actioned', value: true })],
    ['INVALID_INPUT', 'value', 'null as a value', () => outcome({ value: null })],
    ['INVALID_INPUT', 'id', 'an empty id', () => outcome({ id: '' })],
    ['INVALID_INPUT', 'id', 'a long id', () => outcome({ id: 'x'.repeat(129) })],
    ['INVALID_INPUT', 'id', 'an id with a line end', () => outcome({ id: 'x\n' })],
    ['INVALID_INPUT', 'id', 'a number as an id', () => outcome({ id: 1 })],
    ['INVALID_INPUT', 'traceId', 'letters beyond hex digits', () => outcome({ traceId: 'g'.repeat(32) })],
    ['INVALID_INPUT', 'traceId', 'nothing but null', () => outcome({ traceId: null })],
    ['INVALID_INPUT', 'traceId', 'a trace id of zeros', () => outcome({ traceId: '0'.repeat(32) })],
    ['INVALID_INPUT', 'traceId', 'no subject', () => outcome({ traceId: undefined })],
    ['INVALID_INPUT', 'traceId', 'two subjects', () => inConversation({ traceId: newId() })],
    [
      'INVALID_INPUT',
      'experimentId',
      'a conversation alone',
      () => inConversation({ experimentId: undefined }),
    ],
    [
      'INVALID_INPUT',
      'conversationId',
      'an experiment alone',
      () => inConversation({ conversationId: undefined }),
    ],
    ['INVALID_INPUT', 'experimentId', 'an odd experiment id', () => inConversation({ experimentId: 'x' })],
    ['INVALID_INPUT', 'metric', 'no metric', () => outcome({ metric: undefined })],
    ['INVALID_INPUT', 'occurredAt', 'a date', () => outcome({ occurredAt: '2026-01-31' })],
    ['INVALID_INPUT', 'occurredAt', 'another century', () => outcome({ occurredAt: '1999-01-31T00:00:00Z' })],
    ['INVALID_INPUT', 'score', 'an unknown member', () => outcome({ score: 1 })],
    ['INVALID_INPUT', undefined, 'a text', () => 'outcome'],
    ['INVALID_INPUT', undefined, 'null', () => null],
    ['UNKNOWN_METRIC', 'metric', 'an unknown metric', () => outcome({ metric: 'none' })],
    ['UNKNOWN_METRIC', 'metric', 'a member of Object', () => outcome({ metric: 'constructor' })],
    ['METRIC_NOT_RECORDABLE', 'metric', 'latency', () => outcome({ metric: 'latency' })],
    ['METRIC_NOT_RECORDABLE', 'metric', 'insight_quality', () => outcome({ metric: 'insight_quality' })],
    ['OUT_OF_RANGE', 'value', 'a value above the range', () => outcome({ value: 1.0001 })],
    ['OUT_OF_RANGE', 'value', 'a value below the range', () => outcome({ value: -1e-9 })],
    ['OUT_OF_RANGE', 'value', 'half a yes', () => outcome({ metric: 'user_actioned', value: 0.5 })],
    ['FUTURE_DATED', 'occurredAt', 'tomorrow', () => outcome({ occurredAt: ahead(24 * 60 * MINUTE) })],
    [
      'UNKNOWN_EXPERIMENT',
      'experimentId',
      'an unknown experiment',
      () => inConversation({ experimentId: UNKNOWN }),
    ],
  ])('%s (%s) for %s', async (code, field, _what, make) => {
    const item = make() as Json;
    const id = typeof item?.id === 'string' ? item.id.slice(0, 128) : '';
    const { status, body } = await send(outcome(), item, outcome());
    expect([status, body.accepted, body.duplicates]).toEqual([200, 2, 0]);
    const message = expect.stringMatching(field === undefined ? /^must / : new RegExp(`^${field}: `));
    expect(body.rejected).toEqual([{ index: 1, id, code, message, ...(field ? { field } : {}) }]);
  });

  it('takes a clock that is a little ahead', async () => {
    expect((await send(outcome({ occurredAt: ahead(4 * MINUTE) }))).body.accepted).toBe(1);
  });

  it('refuses a batch of which nothing is taken, and names everything', async () => {
    const items = [outcome({ metric: 'none' }), outcome(), outcome(), outcome({ value: 2 }), 'x'];
    items[1].occurredAt = items[2].value = null;
    const { status, headers, body } = await send(...items);
    expect([status, headers.get('content-type'), body.code]).toEqual([
      422,
      expect.stringContaining('application/problem+json'),
      'INVALID_INPUT',
    ]);
    expect(body.errors.map(({ field }: Json) => field)).toEqual([
      'outcomes[0].metric',
      'outcomes[1].occurredAt',
      'outcomes[2].value',
      'outcomes[3].value',
      'outcomes[4]',
    ]);
    expect(body.errors[3].message).toBe('confidence goes from 0 to 1');
    expect(body.rejected.map(({ index, id, code }: Json) => [index, id, code])).toEqual([
      [0, items[0].id, 'UNKNOWN_METRIC'],
      [1, items[1].id, 'INVALID_INPUT'],
      [2, items[2].id, 'INVALID_INPUT'],
      [3, items[3].id, 'OUT_OF_RANGE'],
      [4, '', 'INVALID_INPUT'],
    ]);
  });

  it('refuses many with an answer that is not longer than it has to be', async () => {
    const odd = Array.from({ length: 5_000 }, (_, i) => ({ id: `odd-${i}`, ['x'.repeat(1_000)]: 1 }));
    const { status, body } = await send(...odd);
    expect([status, body.errors.length, body.rejected.length]).toEqual([422, 100, 5_000]);
    expect(body.rejected[4_999]).toMatchObject({ index: 4_999, id: 'odd-4999', code: 'INVALID_INPUT' });
    expect(JSON.stringify(body).length).toBeLessThan(1_200_000);
  });

  it('takes a batch of nothing but duplicates and refusals', async () => {
    const sent = outcome();
    await send(sent);
    const { status, body } = await send(outcome({ value: 2 }), sent);
    expect([status, body.accepted, body.duplicates, body.rejected.length]).toEqual([200, 0, 1, 1]);
  });
});

it('stores what was read in MLflow as its own', async () => {
  const { traceId } = outcome();
  const read = { id: 'a-1', traceId, conversationId: null, experimentId: null } as const;
  const append = (value: number) =>
    server.app
      .get(OutcomesService)
      .append([{ ...read, metric: 'confidence', value, occurredAt: Date.now() - MINUTE }], 'mlflow');
  expect(await append(0.7)).toEqual({ ...NOTHING_ELSE, accepted: 1 });
  expect((await append(7)).rejected).toMatchObject([{ index: 0, id: 'a-1', code: 'OUT_OF_RANGE' }]);
  expect(await rowOf('a-1')).toMatchObject({ source: 'mlflow', value: 0.7 });
});
