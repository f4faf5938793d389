import { TraceRow } from '../trace.entity';
import { FakeMlflow } from './fake-mlflow';
import { MlflowLinksService, type TraceLinks } from './mlflow-links.service';
import { MlflowScene } from './mlflow-scene';
import { DataSource } from 'typeorm';
import { RunDirectoryService } from './run-directory.service';

const DAY = 86_400_000;

describe('links to MLflow', () => {
  let fake: FakeMlflow;
  let scene: MlflowScene;

  beforeAll(async () => {
    fake = await FakeMlflow.start();
    scene = await MlflowScene.start(fake.url, { env: { MLFLOW_PUBLIC_URL: 'https://ml.example.com' } });
    await scene.prompt('linked');
  });
  afterAll(async () => {
    await scene.stop();
    await fake.stop();
  });

  const linksOf = async (id = ''): Promise<TraceLinks> => {
    const { app } = scene.server;
    const trace = await app.get(DataSource).manager.findOneByOrFail(TraceRow, { id });
    return app.get(MlflowLinksService).ofTrace(trace);
  };
  const NOWHERE = { traceUrl: null, runUrl: null, promptUrl: null };

  it('are there once the trace was told, for its run and its words as well', async () => {
    const [id] = await scene.traces('linked');
    expect(await linksOf(id)).toEqual({ state: 'waiting', ...NOWHERE });
    await scene.settle();
    const run = [...fake.store.runs.keys()][0];
    expect(await linksOf(id)).toEqual({
      state: 'delivered',
      traceUrl: `https://ml.example.com/#/experiments/1/traces?selectedEvaluationId=tr-${id}`,
      runUrl: `https://ml.example.com/#/experiments/1/runs/${run}`,
      promptUrl: 'https://ml.example.com/#/experiments/1/prompts/linked?promptVersion=1',
    });
    const { body } = await scene.admin.get('/api/v1/prompts/linked/mlflow');
    expect(body.items[0].url).toBe('https://ml.example.com/#/experiments/1/prompts/linked?promptVersion=1');
    expect((await scene.admin.get('/api/v1/prompts/nobody/mlflow')).body.code).toBe('PROMPT_NOT_FOUND');
  });

  it('say when telling was given up', async () => {
    const refusal = { status: 400, body: '{"error_code":"INVALID_PARAMETER_VALUE","message":"no"}' };
    fake.troubles.push(
      ...Array.from({ length: 5 }, () => ({ path: /3\.0\/mlflow\/traces$/, answer: refusal })),
    );
    const [id] = await scene.traces('linked');
    await scene.settle();
    expect(await linksOf(id)).toMatchObject({ state: 'failed', traceUrl: null });
  });

  it('are none for a trace that MLflow was never told of, though its run is there', async () => {
    const [told] = await scene.traces('linked');
    const [id] = await scene.traces('linked');
    // As when it was recorded while no MLflow was configured, earlier the same day.
    await scene.server.sql('DELETE FROM outbox WHERE key = $1', [id]);
    await scene.settle();
    expect(await linksOf(told)).toMatchObject({ state: 'delivered' });
    expect(await linksOf(id)).toMatchObject({ state: 'off', traceUrl: null, runUrl: null });
  });

  describe('of an experiment', () => {
    const NONE = { runs: 0, runUrl: null, runsUrl: null, tracesUrl: null };
    const as = (variant: string, experimentId: string, more: object = {}) => ({
      experimentId,
      variant,
      promptVersion: variant === 'control' ? 1 : 2,
      conversationId: 'c',
      source: 'experiment',
      ...more,
    });

    it('lead to each variant’s runs and traces, also while newer ones wait', async () => {
      await scene.prompt('tried', ['one', 'two']);
      const id = await scene.experiment('tried');
      expect(await scene.variantLinks(id)).toEqual([
        { variant: 'control', state: 'none', ...NONE },
        { variant: 'shorter', state: 'none', ...NONE },
      ]);
      await scene.traces('tried', [as('control', id, { agent: 'a' }), as('control', id, { agent: 'b' })]);
      expect(await scene.variantLinks(id)).toMatchObject([{ state: 'waiting', ...NONE }, { state: 'none' }]);
      await scene.settle();
      await scene.traces('tried', [as('control', id)]);
      const [control, shorter] = await scene.variantLinks(id);
      const base = 'https://ml.example.com/#/experiments/1';
      const filter = encodeURIComponent(
        `params.experiment_id = '${id}' and params.experiment_variant = 'control'`,
      );
      expect(control).toMatchObject({
        state: 'delivered',
        runs: 2,
        runsUrl: `${base}/runs?searchFilter=${filter}`,
        tracesUrl: `${base}/traces?startTimeLabel=ALL&tag=registry.experiment%3D${id}&tag=registry.variant%3Dcontrol`,
      });
      expect(fake.store.runs.get(control.runUrl.split('/').at(-1))).toBeDefined();
      expect(shorter).toEqual({ variant: 'shorter', state: 'none', ...NONE });
      await scene.settle();
    });

    it('are not mixed with those of the same words in the next one', async () => {
      const first = (await scene.admin.get('/api/v1/experiments?prompt=tried')).body.items[0].id;
      expect(
        (await scene.admin.post(`/api/v1/experiments/${first}/stop`, { reason: 'the next one' })).status,
      ).toBe(200);
      const id = await scene.experiment('tried');
      await scene.traces('tried', [as('control', id, { agent: 'a' })]);
      await scene.settle();
      const [[before], [after]] = [await scene.variantLinks(first), await scene.variantLinks(id)];
      expect([before?.runs, after?.runs]).toEqual([3, 1]);
      expect(before?.runUrl).not.toBe(after?.runUrl);
    });

    it('lead to the newest run, also when a late trace of an earlier day is told after a restart', async () => {
      await scene.prompt('lasting', ['one', 'two']);
      const id = await scene.experiment('lasting');
      const [yesterday, today] = [scene.now, new Date(scene.now.getTime() + DAY)];
      const on = (day: Date) => as('control', id, { startedAt: day.toISOString() });
      await scene.traces('lasting', [on(yesterday)]);
      await scene.settle();
      scene.wait(DAY);
      await scene.traces('lasting', [on(today)]);
      await scene.settle();
      const [newest] = await scene.variantLinks(id);
      expect(newest).toMatchObject({ runs: 2 });
      // What a process knows of runs goes with it.
      (Reflect.get(scene.server.app.get(RunDirectoryService), 'known') as Map<string, unknown>).clear();
      await scene.traces('lasting', [on(yesterday)]);
      await scene.settle();
      expect(await scene.variantLinks(id)).toMatchObject([{ runs: 2, runUrl: newest.runUrl }, {}]);
    });

    it('are refused for one that there is not', async () => {
      for (const id of ['nonsense', '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77'])
        expect((await scene.admin.get(`/api/v1/experiments/${id}/mlflow`)).body.code).toBe(
          'EXPERIMENT_NOT_FOUND',
        );
    });
  });

  it('lead to the uses of each version that MLflow was told of', async () => {
    await scene.prompt('compared', ['one', 'two']);
    await scene.traces('compared', [{ promptVersion: 2 }]);
    await scene.settle();
    const { body } = await scene.admin.get('/api/v1/prompts/compared/mlflow');
    expect(body.items.map(({ tracesUrl }: { tracesUrl: string | null }) => tracesUrl)).toEqual([
      'https://ml.example.com/#/experiments/1/traces?startTimeLabel=ALL&tag=registry.prompt%3Dcompared&tag=registry.version%3D2',
      null,
    ]);
  });

  it('go with their trace', async () => {
    const [id] = await scene.traces('linked');
    await scene.settle();
    const told = () => scene.server.sql('SELECT 1 FROM mlflow_traces WHERE trace_id = $1', [id]);
    expect(await told()).toHaveLength(1);
    await scene.server.sql('DELETE FROM traces WHERE id = $1', [id]);
    expect(await told()).toEqual([]);
  });
});
