import { ownMs } from '../../../e2e/own-time';
import { FakeMlflow, type Trouble } from './fake-mlflow';
import { MirrorBacklogService } from './mirror-backlog.service';
import { MlflowHealthService } from './mlflow-health.service';
import { MlflowScene } from './mlflow-scene';

const HOUR = 3_600_000;
const DOWN: Trouble = { path: /./, answer: 'reset' };

describe('while MLflow is away', () => {
  let fake: FakeMlflow;
  let scene: MlflowScene;

  beforeAll(async () => {
    fake = await FakeMlflow.start();
    scene = await MlflowScene.start(fake.url);
    await scene.prompt('known');
    await scene.settle();
  });
  afterAll(async () => {
    await scene.stop();
    await fake.stop();
  });
  beforeEach(() => {
    fake.calls.length = 0;
    fake.troubles.length = 0;
  });

  const goesAway = (calls = 10_000) => fake.troubles.push(...Array.from({ length: calls }, () => DOWN));
  const comesBack = () => (fake.troubles.length = 0);
  const look = () => scene.server.app.get(MlflowHealthService).look();
  const attempts = () =>
    scene.server.sql<{ attempts: number }>('SELECT attempts FROM outbox ORDER BY attempts DESC');

  it('takes traces as ever, stops calling, and loses nothing in an hour', async () => {
    goesAway();
    const ids = await scene.traces(
      'known',
      Array.from({ length: 60 }, (_, i) => ({ conversationId: `c${i}` })),
    );
    await scene.outcomes(ids.map((traceId) => ({ traceId, metric: 'confidence', value: 1 })));
    await scene.worker.deliverDue();
    // Five failures in a row open the breaker; the other lanes were at it by then. Some shared a call.
    const begun = (await attempts()).filter((row) => row.attempts > 0).length;
    expect(begun).toBeGreaterThanOrEqual(5);
    expect(begun).toBeLessThanOrEqual(5 + 3);
    const called = fake.calls.length;
    expect(called).toBeLessThanOrEqual(begun);

    scene.wait(29_000);
    await scene.worker.deliverDue();
    expect(fake.calls).toHaveLength(called);
    await look();
    expect(await scene.status()).toMatchObject({ state: 'down', breaker: 'open', depth: 120 });
    const ready = await scene.server.nobody.get('/health/ready');
    expect(ready).toMatchObject({
      status: 200,
      body: { status: 'ok', mlflow: { state: 'down', depth: 120, problem: 'unreachable' } },
    });
    // Anybody may ask; where MLflow is and what it says is for those who may read.
    expect(Object.keys(ready.body.mlflow).sort()).toEqual(['depth', 'oldest', 'problem', 'state']);
    expect(JSON.stringify(ready.body)).not.toContain(new URL(fake.url).port);
    expect((await scene.status()).lastError).toEqual(expect.any(String));

    fake.calls.length = 0;
    for (let minutes = 0; minutes < 60; minutes += 1) {
      scene.wait(60_000);
      await scene.worker.deliverDue();
    }
    // One probe each time, of an entry that has not failed before, when there is one.
    expect(fake.calls.length).toBe(60);
    expect(Math.max(...(await attempts()).map((row) => row.attempts))).toBeLessThanOrEqual(3);

    comesBack();
    scene.wait(30_000);
    await scene.worker.deliverDue();
    expect((await scene.status()).depth).toBe(0);
    for (const id of ids) {
      expect(fake.store.traces.get(`tr-${id}`)?.prompts.size).toBe(1);
      expect(fake.store.traces.get(`tr-${id}`)?.assessments.size).toBe(1);
    }
    await look();
    expect(await scene.status()).toMatchObject({
      state: 'ok',
      breaker: 'closed',
      lastError: null,
      serverVersion: '3.17.2',
    });
  });

  it('obeys Retry-After', async () => {
    fake.troubles.push({ path: /traces$/, answer: { status: 429, headers: { 'retry-after': '120' } } });
    const [id] = await scene.traces('known');
    await scene.worker.deliverDue();
    scene.wait(119_000);
    await scene.worker.deliverDue();
    expect(fake.store.traces.has(`tr-${id}`)).toBe(false);
    scene.wait(2_000);
    await scene.worker.deliverDue();
    expect(fake.store.traces.has(`tr-${id}`)).toBe(true);
  });

  it('tries again at once what waits, when it answers again', async () => {
    goesAway();
    const [id] = await scene.traces('known');
    for (let i = 0; i < 12; i += 1) {
      await scene.worker.deliverDue();
      scene.wait(10 * 60_000);
    }
    await look();
    comesBack();
    scene.wait(31_000);
    await look();
    await scene.worker.deliverDue();
    expect(fake.store.traces.has(`tr-${id}`)).toBe(true);
  });

  it('gives up after a day, and delivers when told to try again', async () => {
    goesAway();
    const [id] = await scene.traces('known');
    await scene.worker.deliverDue();
    scene.wait(23 * HOUR);
    await scene.worker.deliverDue();
    expect((await scene.deadLetters()).total).toBe(0);
    scene.wait(HOUR);
    await scene.worker.deliverDue();
    expect((await scene.deadLetters()).items).toMatchObject([{ reference: id }]);
    comesBack();
    await scene.admin.post('/api/v1/mlflow/redrive', {});
    scene.wait(30_000);
    await scene.settle();
    expect(fake.store.traces.has(`tr-${id}`)).toBe(true);
  });

  it('drops an outcome whose trace does not come in a day, and counts it', async () => {
    await scene.outcomes([{ id: 'orphan', traceId: 'cd'.repeat(16), metric: 'confidence', value: 1 }]);
    let looks = 0;
    for (const end = scene.now.getTime() + 24 * HOUR; scene.now.getTime() < end; looks += 1) {
      const before = await scene.server.sql<{ due_at: Date }>(
        'SELECT due_at FROM outbox WHERE dead_at IS NULL',
      );
      scene.wait(Math.max(0, Number(before[0]?.due_at) - scene.now.getTime()));
      await scene.worker.deliverDue();
    }
    expect(looks).toBeLessThan(200);
    expect(await scene.status()).toMatchObject({ deadLetters: 0, depth: 0, waitedInVain: 1 });
    expect((await scene.deadLetters()).total).toBe(0);
  });

  it('tells of an outcome as soon as its trace was, however long it has waited', async () => {
    const traceId = 'ce'.repeat(16);
    await scene.outcomes([{ traceId, metric: 'confidence', value: 1 }]);
    for (let hours = 0; hours < 12; hours += 1) {
      scene.wait(HOUR);
      await scene.worker.deliverDue();
    }
    await scene.traces('known', [{ id: traceId }]);
    await scene.worker.deliverDue();
    expect(fake.store.traces.get(`tr-${traceId}`)?.assessments.size).toBe(1);
    expect((await scene.status()).depth).toBe(0);
  });

  it('waits with everything while the experiment is deleted, without giving anything up', async () => {
    const experiment = fake.store.experiments.get('prompt-registry');
    if (!experiment) throw new Error('no experiment');
    experiment.stage = 'deleted';
    scene.wait(120_000);
    const [id] = await scene.traces('known');
    for (let i = 0; i < 20; i += 1) {
      await scene.worker.deliverDue();
      scene.wait(60_000);
    }
    expect(await scene.status()).toMatchObject({ depth: 1, lastError: expect.stringContaining('deleted') });
    experiment.stage = 'active';
    scene.wait(10 * 60_000);
    await scene.settle();
    expect(fake.store.traces.has(`tr-${id}`)).toBe(true);
  });

  it('is told later of versions and labels that it never heard of', async () => {
    await scene.prompt('before MLflow'.replaceAll(' ', '-'), ['a', 'b', 'c'], { labels: ['staging'] });
    // As when the server ran without an MLflow.
    await scene.server.sql(`DELETE FROM outbox WHERE dead_at IS NULL`);
    expect(await scene.server.app.get(MirrorBacklogService).enqueueMissing()).toBe(4);
    await scene.settle();
    const model = fake.store.prompts.models.get('before-MLflow');
    expect(model?.versions.map(({ tags }) => tags['mlflow.prompt.text'])).toEqual(['a', 'b', 'c']);
    expect([...(model?.aliases ?? [])]).toEqual([['staging', '1']]);
    expect(await scene.server.app.get(MirrorBacklogService).enqueueMissing()).toBe(0);
  });

  it('is told at the next start of labels that moved before a version was mirrored, and of none twice', async () => {
    await scene.prompt('labelled', ['a', 'b'], { labels: ['staging', 'v1'] });
    await scene.settle();
    const backlog = scene.server.app.get(MirrorBacklogService);
    expect(await backlog.enqueueMissing()).toBe(0);
    const put = (path: string, body: object) =>
      scene.admin.put(`/api/v1/prompts/labelled${path}`, body, { headers: { 'if-match': '*' } });
    await put('/labels/staging', { version: 2 });
    // As when there was no MLflow, and another server than the one that looked mirrors what came afterwards.
    await scene.server.sql(`DELETE FROM outbox WHERE dead_at IS NULL`);
    scene.wait(60_000);
    await put('', { content: 'c' });
    await scene.settle();
    expect(await backlog.enqueueMissing()).toBe(1);
    await scene.settle();
    expect([...(fake.store.prompts.models.get('labelled')?.aliases ?? [])]).toEqual([['staging', '2']]);
    expect(await backlog.enqueueMissing()).toBe(0);
  });
});

describe('the server', () => {
  it('delivers by itself, and stops in time while MLflow hangs', async () => {
    const fake = await FakeMlflow.start();
    const scene = await MlflowScene.start(fake.url, { lively: true });
    await scene.prompt('alive');
    await until(() => fake.store.prompts.models.get('alive')?.versions.length === 1);
    fake.troubles.push(...Array.from({ length: 100 }, () => ({ path: /./, answer: 'hang' as const })));
    fake.calls.length = 0;
    await scene.traces(
      'alive',
      Array.from({ length: 10 }, () => ({})),
    );
    await until(() => fake.calls.length > 0);
    expect(await ownMs(scene.stop())).toBeLessThan(5_000);
    await fake.stop();
  });

  it('starts as ever without an MLflow', async () => {
    const scene = await MlflowScene.start('');
    await scene.prompt('alone');
    const [id] = await scene.traces('alone');
    expect(await scene.server.sql('SELECT 1 FROM outbox')).toEqual([]);
    expect(await scene.status()).toMatchObject({ state: 'off', publicUrl: null, depth: 0, lastSyncAt: null });
    expect((await scene.server.nobody.get('/health/ready')).body.mlflow.state).toBe('off');
    expect((await scene.admin.get(`/api/v1/prompts/alone/mlflow`)).body).toEqual({ items: [] });
    expect(id).toHaveLength(32);
    await scene.stop();
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 20_000; !holds();) {
    if (performance.now() > end) throw new Error('It does not come');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
