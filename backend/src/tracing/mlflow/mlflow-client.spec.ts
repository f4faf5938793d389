import { FakeMlflow, type Trouble } from './fake-mlflow';
import { MlflowClient } from './mlflow-client';
import { readMlflowConfiguration } from './mlflow-configuration';
import {
  type MirroredVersion,
  type MlflowFeedback,
  type MlflowTrace,
  type SharedRun,
} from './mlflow-records';
import { mlflowAssessmentId } from './mlflow-trace-wire';

const TRACE_ID = '0123456789abcdef0123456789abcdef';
const STARTED = new Date('2026-11-22T06:00:00Z');

const trace = (more: Partial<MlflowTrace> = {}): MlflowTrace => ({
  traceId: TRACE_ID,
  experimentId: '1',
  runId: 'r',
  name: 'triage',
  startedAt: STARTED,
  durationMs: 10,
  state: 'OK',
  sessionId: 'c1',
  requestPreview: null,
  responsePreview: null,
  metadata: {},
  tags: {},
  prompts: [{ name: 'p', version: 1 }],
  model: null,
  inputTokens: null,
  outputTokens: null,
  costUsd: null,
  ...more,
});

const run: SharedRun = {
  experimentId: '1',
  key: 'abc123',
  name: 'p v3 A'.repeat(100),
  startedAt: STARTED,
  params: { prompt_id: 'p', prompt_version: '3', experiment_variant: 'A', long: 'x'.repeat(7_000) },
  tags: {},
  prompts: [{ name: 'p', version: 1 }],
};

const feedback: MlflowFeedback = {
  id: mlflowAssessmentId('o1'),
  traceId: TRACE_ID,
  name: 'confidence',
  value: 0.8,
  sourceType: 'CODE',
  sourceId: 'energy_analyst'.repeat(100),
  occurredAt: STARTED,
  metadata: { 'registry.outcome_id': 'o1' },
};

const version = (more: Partial<MirroredVersion> = {}): MirroredVersion => ({
  name: 'p',
  versionId: 'uuid/1',
  version: 1,
  contentHash: 'ab',
  templateFormat: 'fstring',
  content: 'Hello {name}',
  message: 'first',
  link: null,
  ...more,
});

const prompt = { name: 'p', promptName: 'p', description: 'd'.repeat(9_000), experimentId: '1' };

/** The answer never arrives, though the call had its effect. */
const lost = (path: RegExp): Trouble => ({ path, after: true, answer: 'reset' });

describe('MlflowClient', () => {
  let fake: FakeMlflow;
  let client: MlflowClient;

  beforeEach(async () => {
    fake = await FakeMlflow.start();
    const configuration = readMlflowConfiguration({ MLFLOW_TRACKING_URI: fake.url });
    if (!configuration) throw new Error('no configuration');
    client = new MlflowClient(configuration);
  });
  afterEach(async () => {
    await client.close();
    await fake.stop();
  });

  it('tells MLflow’s version, and that another server is none', async () => {
    expect(await client.serverVersion()).toBe('3.17.2');
    fake.troubles.push({ path: /version/, answer: { status: 200, body: '<html>' } });
    await expect(client.serverVersion()).rejects.toMatchObject({ kind: 'temporary' });
  });

  it('makes an experiment once, whoever else makes it', async () => {
    const id = await client.ensureExperiment('agents & friends');
    expect(await client.ensureExperiment('agents & friends')).toBe(id);
    const absent = JSON.stringify({ error_code: 'RESOURCE_DOES_NOT_EXIST' });
    fake.troubles.push({ path: /get-by-name/, answer: { status: 404, body: absent } });
    expect(await client.ensureExperiment('agents & friends')).toBe(id);
    expect(fake.store.experiments.size).toBe(1);
  });

  it('does not write into an experiment that was deleted', async () => {
    fake.store.experiments.set('agents', { id: '1', stage: 'deleted' });
    await expect(client.ensureExperiment('agents')).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('was deleted in MLflow'),
    });
  });

  it.each([[/runs\/create/], [/log-batch/], [/runs\/update/]])(
    'completes one run when the answer of %s is lost',
    async (path) => {
      fake.troubles.push(lost(path));
      await expect(client.findOrCreateRun(run)).rejects.toMatchObject({ kind: 'unreachable' });
      const id = await client.findOrCreateRun(run);
      expect(await client.findOrCreateRun(run)).toBe(id);
      const [stored, ...others] = [...fake.store.runs.values()];
      expect(others).toEqual([]);
      expect(stored).toMatchObject({
        info: { run_id: id, status: 'FINISHED' },
        params: { prompt_id: 'p', prompt_version: '3', experiment_variant: 'A' },
        tags: { 'registry.run_key': 'abc123', 'mlflow.linkedPrompts': '[{"name":"p","version":"1"}]' },
      });
    },
  );

  it('writes a trace, its span and its link, twice as well as once', async () => {
    for (let times = 0; times < 2; times += 1) {
      await client.putTrace(
        trace({ tags: { nul: '\0' }, requestPreview: '😀'.repeat(2_000), sessionId: 's'.repeat(400) }),
      );
      await client.putSpans([trace(), trace({ traceId: 'f'.repeat(32) })]);
      await client.linkPrompts(TRACE_ID, [{ name: 'p', version: 1 }]);
    }
    expect(fake.store.traces.get(`tr-${TRACE_ID}`)).toMatchObject({ spans: 1, prompts: new Set(['p/1']) });
    expect(fake.store.traces.size).toBe(2);
    await client.putSpans([]);
    await client.linkPrompts(TRACE_ID, []);
  });

  it('adds an assessment once, also when the answer was lost', async () => {
    await expect(client.addFeedback(feedback)).rejects.toMatchObject({ kind: 'refused', status: 404 });
    await client.putTrace(trace());
    fake.troubles.push(lost(/assessments$/));
    await expect(client.addFeedback(feedback)).rejects.toMatchObject({ kind: 'unreachable' });
    await client.addFeedback(feedback);
    await client.addFeedback(feedback);
    expect((await client.getTrace(TRACE_ID))?.assessments).toMatchObject([
      {
        id: feedback.id,
        name: 'confidence',
        value: 0.8,
        sourceType: 'CODE',
        createdAt: STARTED,
        valid: true,
      },
    ]);
  });

  it('does not take an accident for a repeated assessment', async () => {
    await client.putTrace(trace());
    const body = JSON.stringify({ error_code: 'INTERNAL_ERROR', message: 'accident' });
    fake.troubles.push({ path: /assessments$/, answer: { status: 500, body } });
    await expect(client.addFeedback(feedback)).rejects.toMatchObject({ kind: 'temporary', status: 500 });
  });

  it('finds no trace that is not there', async () => {
    expect(await client.getTrace(TRACE_ID)).toBeNull();
  });

  it('pages through a half-open window, oldest first, to the end', async () => {
    const at = (minute: number) => new Date(STARTED.getTime() + minute * 60_000);
    for (const minute of [3, 1, 0, 4, 2])
      await client.putTrace(trace({ traceId: `${minute}`.repeat(32), startedAt: at(minute) }));
    const window = { experimentId: '1', from: at(0), to: at(4) };
    const found: string[] = [];
    let token: string | null = null;
    do {
      const page = await client.searchTraces(window, token, 2);
      found.push(...page.traces.map(({ traceId }) => traceId?.[0] ?? ''));
      token = page.nextPageToken;
    } while (token !== null);
    expect(found).toEqual(['0', '1', '2', '3']);
  });

  it('makes a prompt once, and shows it in a second experiment as well', async () => {
    fake.troubles.push(lost(/registered-models\/create/));
    await expect(client.ensurePrompt(prompt)).rejects.toMatchObject({ kind: 'unreachable' });
    await client.ensurePrompt(prompt);
    await client.ensurePrompt({ ...prompt, experimentId: '12' });
    expect(fake.store.prompts.models.get('p')?.tags).toEqual({
      'mlflow.prompt.is_prompt': 'true',
      'registry.prompt_name': 'p',
      _mlflow_experiment_ids: ',1,12,',
    });
  });

  it('leaves a prompt alone that others made', async () => {
    await client.ensurePrompt(prompt);
    await expect(client.ensurePrompt({ ...prompt, promptName: 'q' })).rejects.toMatchObject({
      kind: 'refused',
      errorCode: 'RESOURCE_ALREADY_EXISTS',
    });
  });

  it('mirrors a version once, under the number that MLflow picks', async () => {
    await expect(client.ensurePromptVersion(version())).rejects.toMatchObject({
      kind: 'refused',
      status: 404,
    });
    await client.ensurePrompt(prompt);
    fake.troubles.push(lost(/model-versions\/create/));
    await expect(client.ensurePromptVersion(version())).rejects.toMatchObject({ kind: 'unreachable' });
    expect(await client.ensurePromptVersion(version())).toBe(1);
    expect(await client.ensurePromptVersion(version({ versionId: 'uuid/3', version: 3 }))).toBe(2);
    expect(await client.ensurePromptVersion(version())).toBe(1);
    expect(fake.store.prompts.models.get('p')?.versions).toHaveLength(2);
  });

  it('mirrors what is too long for MLflow as a notice', async () => {
    await client.ensurePrompt(prompt);
    expect(await client.ensurePromptVersion(version({ content: 'x'.repeat(200_000) }))).toBe(1);
  });

  it('moves and removes an alias, both as often as asked', async () => {
    await client.ensurePrompt(prompt);
    await client.ensurePromptVersion(version());
    await client.setPromptAlias('p', 'production', 1);
    await client.setPromptAlias('p', 'production', 1);
    expect(fake.store.prompts.models.get('p')?.aliases.get('production')).toBe('1');
    await client.deletePromptAlias('p', 'production');
    await client.deletePromptAlias('p', 'production');
    expect(fake.store.prompts.models.get('p')?.aliases.size).toBe(0);
    await expect(client.setPromptAlias('p', 'production', 9)).rejects.toMatchObject({ kind: 'refused' });
  });
});
