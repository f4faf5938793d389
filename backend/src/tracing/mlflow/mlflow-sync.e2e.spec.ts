import { FakeMlflow } from './fake-mlflow';
import { mlflowAssessmentId } from './mlflow-trace-wire';
import { MlflowScene } from './mlflow-scene';
import { MlflowSyncService, type SyncRun } from './mlflow-sync.service';

const MINUTE = 60_000;

describe('reading back from MLflow', () => {
  let fake: FakeMlflow;
  let scene: MlflowScene;
  let traceId: string;

  beforeAll(async () => {
    fake = await FakeMlflow.start();
    scene = await MlflowScene.start(fake.url);
    await scene.prompt('judged');
  });
  afterAll(async () => {
    await scene.stop();
    await fake.stop();
  });
  beforeEach(async () => {
    [traceId = ''] = await scene.traces('judged');
    await scene.settle();
    scene.wait(5 * MINUTE);
  });

  const sync = (): Promise<SyncRun | null> => scene.server.app.get(MlflowSyncService).sync();
  const outcomes = (id = traceId) =>
    scene.server.sql(
      'SELECT id, metric, value, source FROM outcomes WHERE trace_id = $1 ORDER BY id COLLATE "C"',
      [id],
    );
  let made = 0;
  const assess = async (more: object, of = traceId): Promise<string> => {
    const assessment = {
      assessment_name: 'architect_satisfaction',
      source: { source_type: 'LLM_JUDGE', source_id: 'judge' },
      create_time: scene.now.toISOString(),
      last_update_time: scene.now.toISOString(),
      assessment_id: `a-${String((made += 1)).padStart(32, '0')}`,
      ...more,
    };
    const response = await fetch(`${fake.url}/api/3.0/mlflow/traces/tr-${of}/assessments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ assessment }),
    });
    if (!response.ok) throw new Error(await response.text());
    return assessment.assessment_id;
  };

  it('makes an outcome of an assessment that names a metric, once', async () => {
    const id = await assess({ feedback: { value: 0.25 } });
    const clicked = await assess({ assessment_name: 'user_actioned', feedback: { value: true } });
    expect(await sync()).toMatchObject({ taken: 2, known: 0, skipped: 0 });
    const rows = [
      { id: `mlflow:${id}`, metric: 'architect_satisfaction', value: 0.25, source: 'mlflow' },
      { id: `mlflow:${clicked}`, metric: 'user_actioned', value: 1, source: 'mlflow' },
    ];
    expect(await outcomes()).toEqual(rows);
    scene.wait(5 * MINUTE);
    expect(await sync()).toMatchObject({ taken: 0, known: 2 });
    expect(await outcomes()).toEqual(rows);
    expect(await scene.server.sql('SELECT 1 FROM outbox')).toEqual([]);
  });

  it('takes an assessment that was added to an older trace later', async () => {
    const older = traceId;
    scene.wait(5 * 60 * MINUTE);
    await sync();
    const id = await assess({ feedback: { value: 1 } }, older);
    scene.wait(60 * MINUTE);
    await sync();
    expect(await outcomes(older)).toMatchObject([{ id: `mlflow:${id}` }]);
  });

  it('leaves out what was overridden, what we wrote, and what is no value of the metric', async () => {
    await scene.outcomes(
      [{ id: 'our own', traceId, metric: 'architect_satisfaction', value: 0.5 }].map((o) => ({
        ...o,
        id: 'our-own',
      })),
    );
    await scene.settle();
    const first = await assess({ feedback: { value: 0.1 } });
    await assess({ feedback: { value: 0.9 }, overrides: first });
    await assess({ feedback: { value: 0.6 }, overrides: mlflowAssessmentId('our-own') });
    await assess({ assessment_name: 'something_else', feedback: { value: 0.9 } });
    await assess({ assessment_name: 'latency', feedback: { value: 12 } });
    await assess({ feedback: { value: 'very good' } });
    await assess({ feedback: { value: 1.5 } });
    await assess({ feedback: { value: null } });
    await assess({ expectation: { value: 0.5 } });
    const copied = await assess({ feedback: { value: 0.3 }, metadata: { idempotency_key: 'our-own' } });
    scene.wait(60 * MINUTE);
    expect(await sync()).toMatchObject({ skipped: 4 });
    expect((await outcomes()).map(({ id }) => id)).toEqual(
      [`mlflow:${first}`, `mlflow:${copied}`, 'our-own'].sort(),
    );
    expect((await outcomes()).map(({ value }) => value).sort()).toEqual([0.3, 0.5, 0.9]);
    expect(fake.store.traces.get(`tr-${traceId}`)?.assessments.has(mlflowAssessmentId('our-own'))).toBe(true);
  });

  it('keeps what it took first when an assessment is changed in MLflow', async () => {
    const id = await assess({ feedback: { value: 0.2 } });
    await sync();
    const assessments = fake.store.traces.get(`tr-${traceId}`)?.assessments;
    assessments?.set(id, { ...assessments.get(id), feedback: { value: 0.8 } });
    scene.wait(60 * MINUTE);
    expect(await sync()).toMatchObject({ taken: 0, skipped: expect.any(Number) });
    expect(await outcomes()).toMatchObject([{ value: 0.2 }]);
  });

  it('keeps what it took first when that is overridden in MLflow, and adds nothing', async () => {
    const id = await assess({ feedback: { value: 0.2 } });
    await sync();
    await assess({ feedback: { value: 0.9 }, overrides: id });
    scene.wait(60 * MINUTE);
    expect(await sync()).toMatchObject({ taken: 0 });
    expect(await outcomes()).toMatchObject([{ id: `mlflow:${id}`, value: 0.2 }]);
  });

  it('leaves alone what others trace into the same experiment', async () => {
    const foreign = 'ef'.repeat(16);
    fake.store.traces.set(`tr-${foreign}`, {
      info: { trace_id: `tr-${foreign}`, request_time: scene.now.toISOString() },
      metadata: {},
      tags: {},
      assessments: new Map(),
      prompts: new Set(),
      spans: 0,
    });
    await assess({ feedback: { value: 1 } }, foreign);
    scene.wait(5 * MINUTE);
    await sync();
    expect(await outcomes(foreign)).toEqual([]);
  });

  it('is done by one server at a time', async () => {
    const runs = await Promise.all([sync(), sync()]);
    expect(runs.filter((run) => run !== null)).toHaveLength(1);
  });

  it('says why it failed, and reads what it missed the next time', async () => {
    const id = await assess({ feedback: { value: 0.7 } });
    fake.troubles.push({ path: /search$/, answer: { status: 500 } });
    await expect(sync()).rejects.toMatchObject({ kind: 'temporary' });
    expect((await scene.status()).lastSyncError).toContain('500');
    scene.wait(5 * MINUTE);
    expect(await sync()).toMatchObject({ taken: 1 });
    expect(await outcomes()).toMatchObject([{ id: `mlflow:${id}` }]);
    expect(await scene.status()).toMatchObject({ lastSyncError: null, lastSyncAt: expect.any(String) });
  });
});
