import { FakeMlflow } from './fake-mlflow';
import { DeliveryWorker } from './delivery-worker';
import { MlflowScene } from './mlflow-scene';
import { mlflowAssessmentId } from './mlflow-trace-wire';

const A_MINUTE = 60_000;

describe('deliveries to MLflow', () => {
  let fake: FakeMlflow;
  let scene: MlflowScene;

  beforeAll(async () => {
    fake = await FakeMlflow.start();
    scene = await MlflowScene.start(fake.url);
  });
  afterAll(async () => {
    await scene.stop();
    await fake.stop();
  });
  beforeEach(() => {
    fake.calls.length = 0;
    fake.troubles.length = 0;
  });

  const stored = (traceId = '') => {
    const trace = fake.store.traces.get(`tr-${traceId}`);
    if (!trace) throw new Error(`No trace ${traceId}`);
    return trace;
  };
  const callsTo = (path: RegExp) => fake.calls.filter((call) => path.test(call.path));
  const runOf = (traceId = '') => fake.store.runs.get(stored(traceId).metadata['mlflow.sourceRun'] ?? '');

  it('mirrors versions in their order, and labels as aliases', async () => {
    await scene.prompt('mirror/one', ['first', 'second'], { labels: ['staging', 'v1', 'a.b'] });
    await scene.settle();
    const model = fake.store.prompts.models.get('mirror.one');
    expect(model?.versions.map(({ tags }) => tags['mlflow.prompt.text'])).toEqual(['first', 'second']);
    expect([...(model?.aliases ?? [])]).toEqual([['staging', '1']]);

    const label = '/api/v1/prompts/mirror%2Fone/labels/staging';
    await scene.admin.put(label, { version: 2 }, { headers: { 'if-match': '*' } });
    await scene.settle();
    expect([...(model?.aliases ?? [])]).toEqual([['staging', '2']]);
    await scene.admin.delete(label, { headers: { 'if-match': '*' } });
    await scene.settle();
    expect(model?.aliases.size).toBe(0);

    const mirrored = await scene.admin.get('/api/v1/prompts/mirror%2Fone/mlflow');
    expect(
      mirrored.body.items.map(({ version, mlflowVersion, mlflowName }: never) => [
        version,
        mlflowVersion,
        mlflowName,
      ]),
    ).toEqual([
      [2, '2', 'mirror.one'],
      [1, '1', 'mirror.one'],
    ]);
  });

  it('tells of a trace with its run, session and links', async () => {
    const promptId = await scene.prompt('told', ['one', 'two']);
    const [id] = await scene.traces('told', [
      { promptVersion: 2, conversationId: 'c-1', agent: 'architect', latencyMs: 1_234, inputTokens: 7 },
    ]);
    await scene.settle();
    const trace = stored(id);
    expect(trace.metadata).toMatchObject({
      prompt_id: promptId,
      prompt_version: '2',
      experiment_variant: 'none',
      'mlflow.trace.session': 'c-1',
    });
    expect(trace.tags['mlflow.linkedPrompts']).toBe('[{"name":"told","version":"2"}]');
    expect([...trace.prompts]).toEqual(['told/2']);
    expect(trace.spans).toBe(1);
    expect(runOf(id)?.params).toEqual({
      prompt_id: promptId,
      prompt_version: '2',
      experiment_variant: 'none',
      prompt_name: 'told',
      agent: 'architect',
    });
  });

  it('shares one run among the invocations of a day, and makes none twice at once', async () => {
    await scene.prompt('shared');
    const ids = await scene.traces(
      'shared',
      Array.from({ length: 12 }, () => ({ agent: 'a' })),
    );
    const [other] = await scene.traces('shared', [{ agent: 'b' }]);
    await scene.settle();
    expect(new Set(ids.map((id) => runOf(id)?.info.run_id)).size).toBe(1);
    expect(runOf(other)?.info.run_id).not.toBe(runOf(ids[0])?.info.run_id);
    expect(callsTo(/runs\/create$/)).toHaveLength(2);
  });

  it('tells of outcomes after their trace, once each, also when they arrived before it', async () => {
    await scene.prompt('outcomes');
    const traceId = 'ab'.repeat(16);
    await scene.outcomes([
      { id: 'o-1', traceId, metric: 'confidence', value: 0.75 },
      { id: 'o-2', traceId, metric: 'user_actioned', value: 1 },
      { id: 'o-3', traceId, metric: 'architect_satisfaction', value: 0.5 },
    ]);
    await scene.worker.deliverDue();
    expect(callsTo(/assessments$/)).toHaveLength(0);
    await scene.traces('outcomes', [{ id: traceId, agent: 'energy' }]);
    await scene.settle();
    const found = [...stored(traceId).assessments.values()].map((assessment) => [
      assessment['assessment_id'],
      assessment['assessment_name'],
      assessment['feedback'],
      assessment['source'],
    ]);
    expect(found).toEqual([
      [
        mlflowAssessmentId('o-1'),
        'confidence',
        { value: 0.75 },
        { source_type: 'CODE', source_id: 'energy' },
      ],
      [
        mlflowAssessmentId('o-2'),
        'user_actioned',
        { value: true },
        { source_type: 'HUMAN', source_id: 'user' },
      ],
      [
        mlflowAssessmentId('o-3'),
        'architect_satisfaction',
        { value: 0.5 },
        { source_type: 'LLM_JUDGE', source_id: 'architect' },
      ],
    ]);
    const paths = fake.calls.map(({ path }) => path);
    expect(paths.findIndex((path) => path.endsWith('/assessments'))).toBeGreaterThan(
      paths.findIndex((path) => path.endsWith('/link-prompts')),
    );
  });

  it('keeps what is flagged apart: told, marked, and not linked to words that it did not serve', async () => {
    await scene.prompt('flagged');
    const [wrong, unknown] = await scene.traces('flagged', [
      { contentHash: 'f'.repeat(64) },
      { promptName: 'never heard of', promptVersion: null, source: 'file' },
    ]);
    await scene.settle();
    expect(stored(wrong).tags['registry.flag']).toBe('hash_mismatch');
    expect(stored(wrong).prompts.size).toBe(0);
    expect(stored(unknown).tags['registry.flag']).toBe('unknown_prompt');
    expect(runOf(unknown)?.params).toMatchObject({ prompt_id: 'unknown', prompt_version: 'unknown' });
  });

  it.each([
    ['the answer to the trace is lost', { path: /\/traces$/, after: true, answer: 'reset' as const }],
    ['the spans fail', { path: /^\/v1\/traces$/, answer: { status: 500 } }],
    ['the link fails', { path: /link-prompts$/, answer: { status: 503 } }],
    ['the answer to the link is lost', { path: /link-prompts$/, after: true, answer: 'reset' as const }],
  ])('writes a trace once when %s', async (_, trouble) => {
    const name = `trouble-${fake.store.prompts.models.size}`;
    await scene.prompt(name);
    await scene.settle();
    fake.calls.length = 0;
    fake.troubles.push(trouble);
    const [id] = await scene.traces(name);
    await scene.settle();
    expect(callsTo(/3\.0\/mlflow\/traces$/)).toHaveLength(1);
    expect(stored(id).spans).toBe(1);
    expect([...stored(id).prompts]).toEqual([`${name}/1`]);
    expect((await scene.status()).lastError).toBeNull();
  });

  it.each([
    ['runs', /runs\/create$/, () => fake.store.runs.size],
    [
      'versions',
      /model-versions\/create$/,
      () => fake.store.prompts.models.get('lost-versions')?.versions.length ?? 0,
    ],
  ])('makes no second one when the answer to creating is lost: %s', async (what, path, count) => {
    const before = count();
    fake.troubles.push({ path, after: true, answer: 'reset' });
    await scene.prompt(`lost-${what}`);
    await scene.traces(`lost-${what}`);
    await scene.settle();
    expect(fake.troubles).toHaveLength(0);
    expect(count() - before).toBe(1);
  });

  it('tells nothing of a trace that was recorded while there was no MLflow', async () => {
    await scene.prompt('before', ['one']);
    const id = 'be'.repeat(16);
    await scene.server.sql(
      `INSERT INTO traces (id, prompt_name, source, started_at, received_at, status, digest)
       VALUES ($1, 'before', 'latest', now(), now(), 'ok', gen_random_uuid())`,
      [id],
    );
    await scene.outcomes([{ id: 'of-before', traceId: id, metric: 'confidence', value: 0.5 }]);
    await scene.settle();
    expect(callsTo(/assessments/)).toEqual([]);
    expect(await scene.status()).toMatchObject({ depth: 0 });
    expect((await scene.admin.get('/api/v1/mlflow/dead-letters')).body.items).toEqual([]);
  });

  it('stores an outcome once when the answer is lost', async () => {
    await scene.prompt('lost-outcome');
    const [traceId] = await scene.traces('lost-outcome');
    fake.troubles.push({ path: /assessments$/, after: true, answer: 'reset' });
    await scene.outcomes([{ traceId, metric: 'confidence', value: 1 }]);
    await scene.settle();
    expect(stored(traceId).assessments.size).toBe(1);
  });

  it('takes over what a process that ended was at, when its claim ends', async () => {
    await scene.prompt('claimed');
    await scene.settle();
    const [id] = await scene.traces('claimed');
    // As a killed process leaves it: the trace was written, and its claim goes on.
    const until = new Date(scene.now.getTime() + A_MINUTE);
    await scene.server.sql('UPDATE outbox SET claimed_until = $1, attempts = 1 WHERE key = $2', [until, id]);
    fake.store.traces.set(`tr-${id}`, {
      info: {},
      metadata: {},
      tags: {},
      assessments: new Map(),
      prompts: new Set(),
      spans: 0,
    });
    fake.calls.length = 0;
    await scene.worker.deliverDue();
    expect(fake.calls).toEqual([]);
    scene.wait(A_MINUTE);
    await scene.settle();
    expect([...stored(id).prompts]).toEqual(['claimed/1']);
    expect(callsTo(/3\.0\/mlflow\/traces$/)).toEqual([]);
  });

  it('gives up what MLflow refuses, says why, and tries it again when told to', async () => {
    await scene.prompt('refused');
    await scene.settle();
    const refusal = { status: 400, body: '{"error_code":"INVALID_PARAMETER_VALUE","message":"no"}' };
    fake.troubles.push(
      ...Array.from({ length: 5 }, () => ({ path: /3\.0\/mlflow\/traces$/, answer: refusal })),
    );
    const [id] = await scene.traces('refused');
    await scene.settle();
    const { items, total } = await scene.deadLetters();
    expect(total).toBe(1);
    expect(items[0]).toMatchObject({ topic: 'trace', reference: id, attempts: 5 });
    expect(items[0].lastError).toContain('INVALID_PARAMETER_VALUE: no');
    expect(await scene.status()).toMatchObject({ deadLetters: 1, depth: 0, breaker: 'closed', state: 'ok' });

    const again = await scene.admin.post('/api/v1/mlflow/redrive', { ids: [items[0].id] });
    expect(again).toMatchObject({ status: 200, body: { redriven: 1 } });
    await scene.settle();
    expect(stored(id).spans).toBe(1);
    expect((await scene.deadLetters()).total).toBe(0);
    const audit = await scene.admin.get('/api/v1/audit?action=mlflow.redriven');
    expect(audit.body.items).toHaveLength(1);
    expect((await scene.admin.post('/api/v1/mlflow/redrive', {})).body).toEqual({ redriven: 0 });
  });

  it('links a trace to nothing when its version cannot be mirrored', async () => {
    fake.store.prompts.models.set('taken', { tags: {}, aliases: new Map(), versions: [] });
    await scene.prompt('taken');
    const [id] = await scene.traces('taken');
    await scene.settle();
    expect(stored(id).prompts.size).toBe(0);
    expect(stored(id).metadata).toMatchObject({ prompt_version: '1' });
    const { items } = await scene.deadLetters();
    expect(items[0].lastError).toContain('rename it there');
    await scene.server.sql('DELETE FROM outbox');
  });

  it('delivers with two workers at once, in order, nothing twice', async () => {
    await scene.prompt('two', ['a', 'b', 'c', 'd']);
    const ids = await scene.traces(
      'two',
      Array.from({ length: 40 }, (_, i) => ({ promptVersion: 1 + (i % 4) })),
    );
    await scene.outcomes(ids.map((traceId) => ({ traceId, metric: 'confidence', value: 0.5 })));
    const queue = Reflect.get(scene.worker, 'queue');
    const deliverers = Reflect.get(scene.worker, 'deliverers');
    const other = new DeliveryWorker(queue, deliverers, { now: () => scene.now }, Math.random);
    for (let i = 0; i < 30; i += 1) {
      await Promise.all([scene.settle(1).catch(() => undefined), other.deliverDue()]);
      scene.wait(500);
    }
    await scene.settle();
    expect(
      fake.store.prompts.models.get('two')?.versions.map(({ tags }) => tags['registry.version']),
    ).toEqual(['1', '2', '3', '4']);
    for (const id of ids) expect(stored(id).assessments.size).toBe(1);
    expect(callsTo(/3\.0\/mlflow\/traces$/)).toHaveLength(40);
    expect(callsTo(/assessments$/)).toHaveLength(40);
  });
});
