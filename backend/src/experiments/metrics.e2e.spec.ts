import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { PLAN, Trials } from '../../e2e/trials';
import { MetricsService } from './metrics.service';

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(() => server?.stop());
const trials = new Trials(() => server);

const METRICS = '/api/v1/metrics';
const BUILT_IN = [
  'architect_satisfaction',
  'confidence',
  'cost',
  'error',
  'insight_quality',
  'latency',
  'user_actioned',
];
const TIME = { kind: 'continuous', direction: 'decrease', minimum: 0, unit: 's', scale: 'log', margin: 60 };
const fields = ({ errors }: Json): string[] => errors.map(({ field }: Json) => field);

describe('metrics', () => {
  it('has those that every installation has', async () => {
    const { body } = await server.admin.get(METRICS);
    expect(body).toMatchObject({ total: 7, page: 1, pageSize: 50 });
    expect(body.items.map(({ name }: Json) => name)).toEqual(BUILT_IN);
    expect((await server.admin.get(`${METRICS}/user_actioned`)).body).toEqual({
      name: 'user_actioned',
      description: expect.stringContaining('acted on the insight'),
      kind: 'binary',
      direction: 'increase',
      minimum: 0,
      maximum: 1,
      unit: '',
      scale: 'linear',
      margin: 0.02,
      missingValue: 0,
      source: 'outcome',
      createdBy: 'system',
      createdAt: '2026-01-01T00:00:00.000Z',
    });
    expect(await server.admin.get(`${METRICS}/nothing`)).toMatchObject({
      status: 404,
      body: { code: 'METRIC_NOT_FOUND' },
    });
  });

  it('takes a metric of the team, once, with one audit row', async () => {
    const made = await server.admin.post(METRICS, { name: 'time_to_action', ...TIME });
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...TIME,
        name: 'time_to_action',
        description: '',
        maximum: null,
        missingValue: null,
        source: 'outcome',
      },
    });
    expect((await server.admin.get(`${METRICS}/time_to_action`)).body).toEqual(made.body);
    const again = await server.admin.post(METRICS, { name: 'time_to_action', ...TIME, unit: 'ms' });
    expect(again).toMatchObject({ status: 409, body: { code: 'METRIC_EXISTS' } });
    expect((await server.admin.get(`${METRICS}/time_to_action`)).body).toEqual(made.body);
    const audit = await server.admin.get('/api/v1/audit?subjectType=metric');
    expect(audit.body.items).toMatchObject([
      { action: 'metric.created', subjectName: 'time_to_action', after: { unit: 's', scale: 'log' } },
    ]);
  });

  it('lets one of several win that register a name at the same moment', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((unit) => server.admin.post(METRICS, { name: 'raced', ...TIME, unit })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const winner = answers.find(({ status }) => status === 201);
    expect((await server.admin.get(`${METRICS}/raced`)).body).toEqual(winner?.body);
  });

  it('writes the range of a binary metric out', async () => {
    const made = await server.admin.post(METRICS, { name: 'kept', kind: 'binary', direction: 'increase' });
    expect(made).toMatchObject({ status: 201, body: { minimum: 0, maximum: 1, scale: 'linear' } });
    const bounds = { minimum: 0, maximum: 1, missingValue: 1 };
    const other = { name: 'kept2', kind: 'binary', direction: 'increase', ...bounds };
    expect(await server.admin.post(METRICS, other)).toMatchObject({ status: 201, body: bounds });
  });

  it.each<[string, object]>([
    ['name', { name: 'Time' }],
    ['name', { name: '' }],
    ['kind', { kind: 'count' }],
    ['direction', { direction: 'up' }],
    ['minimum', { minimum: '0' }],
    ['unit', { unit: 'a\nb' }],
    ['source', { source: 'trace' }],
    ['margin', { margin: -1 }],
    ['minimum', { kind: 'bounded', minimum: null, maximum: 5, scale: 'linear' }],
    ['maximum', { kind: 'bounded', minimum: 0 }],
    ['maximum', { minimum: 5, maximum: 5 }],
    ['minimum', { kind: 'binary', minimum: 1, scale: 'linear', margin: null }],
    ['maximum', { kind: 'binary', maximum: 2, scale: 'linear', margin: null }],
    ['scale', { kind: 'binary', margin: null }],
    ['minimum', { minimum: -1 }],
    ['minimum', { minimum: null }],
    ['margin', { maximum: 10, margin: 11 }],
    ['missingValue', { missingValue: -1 }],
    ['missingValue', { kind: 'binary', scale: 'linear', margin: null, missingValue: 0.5 }],
  ])('refuses an impossible %s: %j', async (field, change) => {
    const refused = await server.admin.post(METRICS, { name: 'impossible', ...TIME, ...change });
    expect(refused).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
    expect(fields(refused.body)).toContain(field);
  });

  it('are remembered, but only those that exist', async () => {
    const metrics = server.app.get(MetricsService);
    expect([...(await metrics.known(['latency', 'later', 'latency', 'constructor'])).keys()]).toEqual([
      'latency',
    ]);
    await server.admin.post(METRICS, { name: 'later', ...TIME });
    expect([...(await metrics.known(['latency', 'later'])).keys()]).toEqual(['latency', 'later']);
    expect((await metrics.all()).map(({ name }) => name)).toEqual(expect.arrayContaining(BUILT_IN));
  });
});

describe('a plan', () => {
  beforeAll(() => trials.prompt('measured'));

  it.each<[string, object]>([
    ['plan.primaryMetric', { ...PLAN, primaryMetric: 'unheard_of' }],
    ['plan.secondaryMetrics[1]', { ...PLAN, secondaryMetrics: ['confidence', 'unheard_of'] }],
    ['plan.guardrails[0].metric', { ...PLAN, guardrails: [{ metric: 'unheard_of' }] }],
    ['plan.minimumDetectableEffect', { ...PLAN, minimumDetectableEffect: 1.5 }],
    ['plan.guardrails[1].margin', { ...PLAN, guardrails: [{ metric: 'latency' }, { metric: 'x' }] }],
  ])('that cannot be measured is refused at its %s', async (field, plan) => {
    await server.admin.post(METRICS, { name: 'x', kind: 'continuous', direction: 'increase' });
    const refused = await trials.draft('measured', { plan });
    expect(refused).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
    expect(fields(refused.body)).toEqual([field]);
    const draft = await trials.draft('measured');
    const updated = await trials.update('measured', draft.body.id, { plan });
    expect(updated).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
    expect((await trials.get(draft.body.id)).plan).toMatchObject(PLAN);
  });

  it('that cannot be measured does not start', async () => {
    const { body } = await trials.draft('measured');
    await server.sql(
      `UPDATE prompt_experiments SET plan = jsonb_set(plan, '{primaryMetric}', '"gone"') WHERE id = $1`,
      [body.id],
    );
    const refused = await trials.act(body.id, 'start');
    expect(refused).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
    expect(fields(refused.body)).toEqual(['plan.primaryMetric']);
    expect((await trials.get(body.id)).status).toBe('draft');
  });

  it('may rest on a metric of the team', async () => {
    await server.admin.post(METRICS, { name: 'own', ...TIME });
    const plan = { primaryMetric: 'own', minimumDetectableEffect: 5, guardrails: [{ metric: 'raced' }] };
    expect(await trials.running('measured', { plan })).toMatchObject({ status: 'running', plan });
  });
});
