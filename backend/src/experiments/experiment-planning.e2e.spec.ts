import { startServer, type Json, type TestServer } from '../../e2e/harness';
import { HALVES, PLAN, promptPath, Trials } from '../../e2e/trials';
import { PLAN_DEFAULTS } from './experiment-plan';

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(() => server?.stop());
const trials = new Trials(() => server);

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const [CONTROL, B] = HALVES;

describe('a draft', () => {
  beforeAll(() => trials.prompt('planned', ['one', 'two', 'three']));

  it('has every default written out, and affects nobody', async () => {
    const made = await trials.draft('planned', { hypothesis: 'shorter is better' });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/api/v1/experiments/${made.body.id}`);
    expect(made.body).toMatchObject({
      promptName: 'planned',
      status: 'draft',
      hypothesis: 'shorter is better',
      variants: HALVES,
      trafficShare: 1,
      layer: null,
      plan: { ...PLAN_DEFAULTS, ...PLAN, secondaryMetrics: [], guardrails: [] },
      startAt: null,
      salt: null,
      steps: [],
      allowedActions: ['edit', 'start'],
    });
    expect((await server.admin.get(made.headers.get('location') ?? '')).body).toEqual(made.body);
    expect(await trials.resolve('planned', { conversationId: 'x' })).toMatchObject({
      reason: 'no_experiment',
    });
  });

  it('can be changed altogether', async () => {
    const { body } = await trials.draft('planned');
    const change = {
      name: 'other',
      hypothesis: 'longer is better',
      variants: [CONTROL, { ...B, share: 0.25 }, { name: 'c', version: 3, share: 0.25 }],
      trafficShare: 0.1,
      layer: { name: 'tone', mode: 'exclusive', share: 0.3 },
      plan: {
        ...PLAN,
        mode: 'anytime',
        guardrails: [{ metric: 'latency', margin: 250 }, { metric: 'cost' }],
      },
    };
    const changed = await trials.update('planned', body.id, change);
    expect(changed).toMatchObject({
      status: 200,
      body: {
        ...change,
        layer: { ...change.layer, range: null },
        plan: {
          mode: 'anytime',
          alpha: 0.05,
          guardrails: [
            { metric: 'latency', margin: 250 },
            { metric: 'cost', margin: null },
          ],
        },
      },
    });
    // What a reader got can be sent back, as it is.
    const { plan, variants } = changed.body;
    expect(await trials.update('planned', body.id, { plan, variants, layer: null })).toMatchObject({
      status: 200,
      body: { layer: null, plan },
    });
  });

  it.each<[string, object]>([
    ['variants', { variants: [CONTROL] }],
    ['variants', { variants: [CONTROL, { ...B, share: 0.4 }] }],
    ['variants', { variants: [[], []] }],
    ['variants[1].name', { variants: [CONTROL, { ...B, name: 'control' }] }],
    ['variants[1].name', { variants: [CONTROL, { ...B, name: 'Not a slug' }] }],
    ['variants[1].version', { variants: [CONTROL, { ...B, version: 9 }] }],
    ['variants[1].share', { variants: [CONTROL, { ...B, share: 0 }] }],
    ['variants[1].extra', { variants: [CONTROL, { ...B, extra: 1 }] }],
    ['trafficShare', { trafficShare: 0 }],
    ['trafficShare', { trafficShare: 1.1 }],
    ['layer', { layer: [] }],
    ['layer.mode', { layer: { name: 'l', mode: 'other' } }],
    ['layer.share', { layer: { name: 'l', mode: 'shared', share: 0.5 } }],
    ['layer.share', { layer: { name: 'l', mode: 'exclusive', share: 0.5 }, trafficShare: 0.6 }],
    ['plan', { plan: [] }],
    ['plan', { plan: null }],
    ['plan.minimumDetectableEffect', { plan: { primaryMetric: 'm' } }],
    ['plan.alpha', { plan: { ...PLAN, alpha: 0.5 } }],
    ['plan.guardrails', { plan: { ...PLAN, guardrails: [[]] } }],
    ['plan.guardrails[0].metric', { plan: { ...PLAN, guardrails: [{ metric: PLAN.primaryMetric }] } }],
    ['plan.secondaryMetrics[0]', { plan: { ...PLAN, secondaryMetrics: [PLAN.primaryMetric] } }],
    [
      'plan.maximumRuntimeMinutes',
      { plan: { ...PLAN, minimumRuntimeMinutes: 10, maximumRuntimeMinutes: 5 } },
    ],
    ['plan.maximumUnits', { plan: { ...PLAN, maximumUnits: 10 } }],
    ['plan.missingComponent', { plan: { ...PLAN, missingComponent: 2 } }],
    [
      'plan.insightQualityWeights',
      {
        plan: {
          ...PLAN,
          insightQualityWeights: { confidence: 1, user_actioned: 1, architect_satisfaction: 0 },
        },
      },
    ],
    ['name', { name: ' ' }],
    ['status', { status: 'running' }],
  ])('is refused for its %s: %j', async (field, more) => {
    const refused = await trials.draft('planned', more);
    expect(refused).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
    expect(refused.body.errors.map((error: Json) => error.field)).toContain(field);
  });

  it('is changed only on top of what its editor saw', async () => {
    const made = await trials.draft('planned');
    const etag = made.headers.get('etag') ?? '';
    const first = await trials.update('planned', made.body.id, { name: 'first' }, { 'if-match': etag });
    expect(first.status).toBe(200);
    expect(first.headers.get('etag')).not.toBe(etag);
    const second = await trials.update('planned', made.body.id, { name: 'second' }, { 'if-match': etag });
    expect(second).toMatchObject({ status: 412, body: { code: 'EXPERIMENT_CONFLICT' } });
    expect((await trials.get(made.body.id)).name).toBe('first');
    const started = await server.admin.post(
      `/api/v1/experiments/${made.body.id}/start`,
      {},
      { headers: { 'if-match': etag } },
    );
    expect(started.status).toBe(412);
    const known = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await server.admin.get(`/api/v1/experiments/${made.body.id}`, { headers: known })).status).toBe(
      304,
    );
  });

  it('is found under its prompt only', async () => {
    await trials.prompt('another');
    const { body } = await trials.draft('planned');
    const elsewhere = await trials.update('another', body.id, { name: 'x' });
    expect(elsewhere).toMatchObject({ status: 404, body: { code: 'EXPERIMENT_NOT_FOUND' } });
    expect(await trials.update('nowhere', body.id, {})).toMatchObject({ body: { code: 'PROMPT_NOT_FOUND' } });
    expect(await trials.draft('nowhere')).toMatchObject({ body: { code: 'PROMPT_NOT_FOUND' } });
    for (const id of [UNKNOWN, 'no-id'])
      expect(await server.admin.get(`/api/v1/experiments/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'EXPERIMENT_NOT_FOUND' },
      });
    expect(await trials.act(UNKNOWN, 'start')).toMatchObject({ status: 404 });
  });

  it('does only what its status allows, and takes no body for a yes', async () => {
    const { body } = await trials.draft('planned');
    for (const [action, given] of [
      ['pause', {}],
      ['resume', {}],
      ['stop', { reason: 'r' }],
      ['complete', { winner: null, conclusion: 'c' }],
      ['promote', {}],
      ['undo-promotion', {}],
    ] as const)
      expect(await trials.act(body.id, action, given)).toMatchObject({
        status: 409,
        body: { code: 'TRANSITION_REFUSED' },
      });
    expect(await server.admin.post(`/api/v1/experiments/${body.id}/start`)).toMatchObject({ status: 200 });
    expect(await server.admin.post(`/api/v1/experiments/${body.id}/pause`)).toMatchObject({ status: 200 });
    expect(await trials.update('planned', body.id, { trafficShare: 0.5 })).toMatchObject({
      status: 409,
      body: { code: 'EXPERIMENT_FROZEN' },
    });
    expect(await trials.act(body.id, 'stop', { reason: ' ' })).toMatchObject({ status: 422 });
    expect(await trials.act(body.id, 'stop', { reason: 'enough' })).toMatchObject({ status: 200 });
  });
});

describe('the list', () => {
  it('filters by status, prompt, layer and words', async () => {
    await trials.prompt('listed');
    const layer = { name: 'listed-layer', mode: 'exclusive' };
    const first = await trials.running('listed', { name: 'A 100 % change', layer });
    const second = await trials.draft('listed', { name: 'something else', hypothesis: 'a 100 % change' });
    const found = async (query: string) =>
      (await server.admin.get(`/api/v1/experiments?prompt=listed&${query}`)).body.items.map(
        ({ id }: Json) => id,
      );
    expect(new Set(await found(''))).toEqual(new Set([first.id, second.body.id]));
    expect(await found('status=running')).toEqual([first.id]);
    expect((await found('status=running&status=draft')).length).toBe(2);
    expect(await found('layer=listed-layer')).toEqual([first.id]);
    expect((await found('q=100%20%25')).length).toBe(2);
    expect(await found('q=ELSE')).toEqual([second.body.id]);
    expect(await found('q=nothing')).toEqual([]);
    const page = await server.admin.get(`/api/v1/experiments?prompt=${first.promptId}&page=2&pageSize=1`);
    expect(page.body).toMatchObject({ total: 2, page: 2, pageSize: 1 });
    expect(page.body.items).toHaveLength(1);
    expect(await server.admin.get('/api/v1/experiments?status=over')).toMatchObject({ status: 422 });
  });
});

describe('the history', () => {
  it('cannot be changed, whoever asks', async () => {
    await trials.prompt('recorded');
    const { id } = await trials.running('recorded');
    for (const statement of [
      `UPDATE experiment_steps SET reason = 'x' WHERE experiment_id = '${id}'`,
      `DELETE FROM experiment_steps WHERE experiment_id = '${id}'`,
      'TRUNCATE experiment_steps',
    ])
      await expect(server.sql(statement)).rejects.toMatchObject({ driverError: { code: '23001' } });
  });

  it('has one audit row for every action', async () => {
    await trials.prompt('audited');
    const { id } = await trials.running('audited', { trafficShare: 0.5 });
    await trials.update('audited', id, { trafficShare: 1 });
    await trials.update('audited', id, { trafficShare: 1 });
    await trials.act(id, 'pause', { reason: 'why' });
    await trials.act(id, 'resume');
    await trials.act(id, 'stop', { reason: 'enough' });
    const { items } = (await server.admin.get(`/api/v1/audit?subjectId=${id}`)).body;
    expect(items.map(({ action }: Json) => action).reverse()).toEqual([
      'experiment.created',
      'experiment.started',
      'experiment.traffic_grown',
      'experiment.paused',
      'experiment.resumed',
      'experiment.stopped',
    ]);
    expect(items[3]).toMatchObject({
      before: { trafficShare: 0.5 },
      after: { trafficShare: 1 },
      subjectName: 'test',
    });
    expect((await server.admin.get(promptPath('audited'))).status).toBe(200);
  });
});
