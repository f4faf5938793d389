import { randomBytes } from 'node:crypto';
import type { Json } from '../../../e2e/harness';
import { ownMs } from '../../../e2e/own-time';
import { askMlflow, requiredSetting, type PythonTrace } from './mlflow-python';
import { MlflowScene } from './mlflow-scene';
import { MlflowSyncService } from './mlflow-sync.service';
import { mlflowAssessmentId } from './mlflow-trace-wire';

// E2E_MLFLOW_URL names a real MLflow server (tools/mlflow.mjs), E2E_MLFLOW_PYTHON an interpreter with MLflow.
const url = requiredSetting('E2E_MLFLOW_URL');
const python = requiredSetting('E2E_MLFLOW_PYTHON');

const unique = randomBytes(4).toString('hex');
const NAME = `folder/deliveries-${unique}`;
const MIRROR = `folder.deliveries-${unique}`;
const WORDS = ['Hello {name}.\n', 'Good day, {name}: answer as {{"confidence": 0.5}}.\n'];

describe('what a registry tells a real MLflow', () => {
  let scene: MlflowScene;
  let promptId: string;
  let experimentId: string;
  let traceIds: string[];

  beforeAll(async () => {
    scene = await MlflowScene.start(url, {
      passes: true,
      env: { MLFLOW_EXPERIMENT_NAME: `deliveries ${unique}`, TRACE_PREVIEWS: 'true' },
    });
    promptId = await scene.prompt(NAME, WORDS, { labels: ['production'] });
    traceIds = await scene.traces(
      NAME,
      Array.from({ length: 20 }, (_, i) => ({
        promptVersion: 1 + (i % 2),
        conversationId: `conversation-${i % 5}`,
        agent: 'energy_analyst',
        latencyMs: 100 + i,
        inputTokens: 10,
        outputTokens: i,
        status: i === 0 ? 'error' : 'ok',
        previews: { input: `question ${i}`, output: `answer ${i}` },
      })),
    );
    await scene.outcomes(
      traceIds.flatMap((traceId, i) => [
        { id: `${unique}-${i}-c`, traceId, metric: 'confidence', value: i / 20 },
        { id: `${unique}-${i}-u`, traceId, metric: 'user_actioned', value: i % 2 },
        { id: `${unique}-${i}-a`, traceId, metric: 'architect_satisfaction', value: 0.5 },
      ]),
    );
    await scene.settle();
    const link = (await scene.status()).experimentUrl as string;
    experimentId = /experiments\/(\d+)/.exec(link)?.[1] ?? '';
  });
  afterAll(() => scene?.stop());

  const ask = (filter?: string) =>
    askMlflow(
      { url, python },
      {
        experimentId,
        prompts: [
          [MIRROR, 1],
          [MIRROR, 2],
        ],
        ...(filter === undefined ? {} : { filter }),
      },
    );
  const find = (traces: readonly PythonTrace[], id = '') => {
    const found = traces.filter((trace) => trace.id === `tr-${id}`);
    if (found.length !== 1 || !found[0]) throw new Error(`${found.length} traces ${id}`);
    return found[0];
  };

  it('is there in full, once, for MLflow’s own client', async () => {
    const { traces, runs, prompts } = await ask();
    expect(traces).toHaveLength(20);
    expect(runs).toHaveLength(2);
    expect(prompts.map(({ template }) => template)).toEqual(WORDS);
    for (const [i, id] of traceIds.entries()) {
      const trace = find(traces, id);
      const run = runs.find((one) => one.id === trace.metadata['mlflow.sourceRun']);
      expect(run?.params).toEqual({
        prompt_id: promptId,
        prompt_version: String(1 + (i % 2)),
        experiment_variant: 'none',
        prompt_name: NAME,
        agent: 'energy_analyst',
      });
      expect(trace).toMatchObject({ state: i === 0 ? 'ERROR' : 'OK', durationMs: 100 + i, spans: 1 });
      expect(trace.metadata['mlflow.trace.session']).toBe(`conversation-${i % 5}`);
      expect(trace.tags['mlflow.linkedPrompts']).toContain(`"version":"${1 + (i % 2)}"`);
      expect(trace.assessments.map(({ name, value, source }) => [name, value, source]).sort()).toEqual([
        ['architect_satisfaction', 0.5, 'LLM_JUDGE'],
        ['confidence', i / 20, 'CODE'],
        ['user_actioned', i % 2 === 1, 'HUMAN'],
      ]);
    }
  });

  it('is found by its prompt', async () => {
    const { traces } = await ask(`prompt = '${MIRROR}/2'`);
    expect(traces.map(({ id }) => id).sort()).toEqual(
      traceIds
        .filter((_, i) => i % 2 === 1)
        .map((id) => `tr-${id}`)
        .sort(),
    );
  });

  it('is found by variant and by version where the links lead', async () => {
    const id = await scene.experiment(NAME);
    const variants = ['control', 'shorter'];
    const told = await scene.traces(
      NAME,
      Array.from({ length: 6 }, (_, i) => ({
        experimentId: id,
        variant: variants[i % 2],
        promptVersion: 1 + (i % 2),
        conversationId: `tried-${i}`,
        source: 'experiment',
      })),
    );
    await scene.settle();
    const mlflow = async (path: string, body?: object): Promise<Json> => {
      const answer = await fetch(`${url}/api/${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return (await answer.json()) as Json;
    };
    // As MLflow's pages turn their addresses into searches.
    const query = (link: string) => new URLSearchParams(link.slice(link.indexOf('?')));
    const tracesBehind = async (link: string) => {
      const tags = query(link)
        .getAll('tag')
        .map((pair) => pair.split('=').map(decodeURIComponent));
      expect(tags).toHaveLength(2);
      const { traces } = await mlflow('3.0/mlflow/traces/search', {
        locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } }],
        filter: tags.map(([key, value]) => `tags.\`${key}\` = '${value}'`).join(' AND '),
        max_results: 100,
      });
      return traces.map((trace: Json) => trace.trace_id).sort();
    };
    const toldAs = (variant: number) =>
      told
        .filter((_, i) => i % 2 === variant)
        .map((trace) => `tr-${trace}`)
        .sort();
    for (const [index, link] of (await scene.variantLinks(id)).entries()) {
      expect(link).toMatchObject({ variant: variants[index], state: 'delivered', runs: 1 });
      expect(await tracesBehind(link.tracesUrl)).toEqual(toldAs(index));
      const runId = link.runUrl.split('/').at(-1);
      const { run } = await mlflow(`2.0/mlflow/runs/get?run_id=${runId}`);
      expect(run.data.params).toEqual(
        expect.arrayContaining([
          { key: 'experiment_id', value: id },
          { key: 'experiment_variant', value: variants[index] },
          { key: 'prompt_version', value: String(1 + index) },
        ]),
      );
      const filter = query(link.runsUrl).get('searchFilter');
      const { runs } = await mlflow('2.0/mlflow/runs/search', { experiment_ids: [experimentId], filter });
      expect(runs.map((one: Json) => one.info.run_id)).toEqual([runId]);
    }
    const { items } = (await scene.admin.get(`/api/v1/prompts/${encodeURIComponent(NAME)}/mlflow`)).body;
    const earlier = traceIds.filter((_, i) => i % 2 === 1).map((trace) => `tr-${trace}`);
    expect(await tracesBehind(items[0].tracesUrl)).toEqual([...toldAs(1), ...earlier].sort());
  });

  it('is there once when everything is told again', async () => {
    await scene.server.sql(
      `INSERT INTO outbox (topic, key, reference, created_at, due_at, attempts)
       SELECT 'trace', replace(id::text, '-', ''), replace(id::text, '-', ''), now(), '2026-01-01', 0 FROM traces`,
    );
    await scene.server.sql(
      `INSERT INTO outbox (topic, key, reference, created_at, due_at, attempts)
       SELECT 'outcome', replace(trace_id::text, '-', ''), id, now(), '2026-01-01', 0 FROM outcomes`,
    );
    const before = await ask();
    await scene.settle();
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    const sorted = ({ traces, runs }: Awaited<ReturnType<typeof ask>>) => ({
      traces: [...traces].sort(byId),
      runs: [...runs].sort(byId),
    });
    expect(sorted(await ask())).toEqual(sorted(before));
    expect((await scene.deadLetters()).total).toBe(0);
  });

  it('comes back when it is judged there, once, whatever overrides it afterwards', async () => {
    const [traceId] = traceIds;
    const assess = async (value: number, overrides?: string): Promise<string> => {
      const response = await fetch(`${url}/api/3.0/mlflow/traces/tr-${traceId}/assessments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          assessment: {
            assessment_name: 'architect_satisfaction',
            source: { source_type: 'HUMAN', source_id: 'ada' },
            feedback: { value },
            ...(overrides === undefined ? {} : { overrides }),
          },
        }),
      });
      expect(response.status).toBe(200);
      return ((await response.json()) as { assessment: { assessment_id: string } }).assessment.assessment_id;
    };
    const sync = () => {
      scene.wait(120_000);
      return scene.server.app.get(MlflowSyncService).sync();
    };
    const read = () => scene.server.sql("SELECT id, value FROM outcomes WHERE source = 'mlflow'");
    const first = await assess(0.125);
    expect(await sync()).toMatchObject({ taken: 1, known: 0, skipped: 0 });
    expect(await read()).toEqual([{ id: `mlflow:${first}`, value: 0.125 }]);
    await assess(0.75, await assess(0.25, first));
    await assess(0.375, mlflowAssessmentId(`${unique}-0-a`));
    expect(await sync()).toMatchObject({ taken: 0, skipped: 1 });
    expect(await read()).toEqual([{ id: `mlflow:${first}`, value: 0.125 }]);
  });

  it('keeps metrics apart whose names differ in a dot only', async () => {
    const names = [`pace.${unique}`, `pace_${unique}`];
    for (const name of names) {
      const metric = {
        name,
        description: 'x',
        kind: 'bounded',
        direction: 'increase',
        minimum: 0,
        maximum: 1,
      };
      expect((await scene.admin.post('/api/v1/metrics', metric)).status).toBe(201);
    }
    const traceId = traceIds[1];
    await scene.outcomes(names.map((metric, i) => ({ traceId, metric, value: 0.25 + i / 2 })));
    await scene.settle();
    const { assessments } = find((await ask()).traces, traceId);
    const paces = assessments.filter(({ name }) => name.startsWith('pace'));
    expect(paces.map(({ name, value }) => [name, value]).sort()).toEqual([
      [names[0], 0.25],
      [names[1], 0.75],
    ]);
  });

  it('goes through at a rate that a day can live with', async () => {
    const count = 200;
    const deliver = async () => {
      await scene.traces(
        NAME,
        Array.from({ length: count }, (_, i) => ({ conversationId: `rate-${i}` })),
      );
      await scene.settle();
    };
    const perSecond = (count * 1_000) / (await ownMs(deliver()));
    process.stdout.write(
      `${JSON.stringify({ id: 'mlflow-traces-per-second', value: Math.round(perSecond) })}\n`,
    );
    expect(perSecond).toBeGreaterThan(5);
  });
});
