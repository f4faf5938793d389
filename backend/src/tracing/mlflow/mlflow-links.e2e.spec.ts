import { TraceRow } from '../trace.entity';
import { FakeMlflow } from './fake-mlflow';
import { MlflowLinksService, type TraceLinks } from './mlflow-links.service';
import { MlflowScene } from './mlflow-scene';
import { DataSource } from 'typeorm';

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

  it('go with their trace', async () => {
    const [id] = await scene.traces('linked');
    await scene.settle();
    const told = () => scene.server.sql('SELECT 1 FROM mlflow_traces WHERE trace_id = $1', [id]);
    expect(await told()).toHaveLength(1);
    await scene.server.sql('DELETE FROM traces WHERE id = $1', [id]);
    expect(await told()).toEqual([]);
  });
});
