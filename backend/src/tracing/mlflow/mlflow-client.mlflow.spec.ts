import { randomBytes } from 'node:crypto';
import { MlflowClient } from './mlflow-client';
import { readMlflowConfiguration } from './mlflow-configuration';
import { mlflowPromptName } from './mlflow-mirror';
import { askMlflow, requiredSetting, type PythonView } from './mlflow-python';
import { type MirroredVersion, type MlflowTrace } from './mlflow-records';
import { runKey } from './mlflow-run-key';
import { mlflowAssessmentId } from './mlflow-trace-wire';

// E2E_MLFLOW_URL names a real MLflow server (tools/mlflow.mjs), E2E_MLFLOW_PYTHON an interpreter with MLflow.
const url = requiredSetting('E2E_MLFLOW_URL');
const python = requiredSetting('E2E_MLFLOW_PYTHON');

const unique = randomBytes(4).toString('hex');
const STARTED = new Date('2026-11-22T06:00:00.123Z');
const TEXTS = {
  fstring: 'Hello {name}, answer as {{"confidence": 0.5}}.\r\n\tEnd ',
  mustache: 'Hi {{ name }}, {{#if}} {% raw %}',
  unicode: 'ä😀\u2028 e\u0301',
  longest: '😀'.repeat(100_000),
};
const CHAT = [
  { role: 'system', content: 'Be {tone}.\n' },
  { role: 'user', content: '', name: 'ada' },
];

describe('MlflowClient against a real MLflow', () => {
  let client: MlflowClient;
  let experimentId: string;

  beforeAll(async () => {
    const configuration = readMlflowConfiguration({ MLFLOW_TRACKING_URI: url });
    if (!configuration) throw new Error('no configuration');
    client = new MlflowClient(configuration);
    experimentId = await client.ensureExperiment(`client ${unique}`);
  });
  afterAll(() => client.close());

  const ask = (question: { prompts?: [string, number][]; filter?: string }): Promise<PythonView> =>
    askMlflow({ url: url ?? '', python: python ?? '' }, { experimentId, ...question });

  const trace = (more: Partial<MlflowTrace> = {}): MlflowTrace => ({
    traceId: randomBytes(16).toString('hex'),
    experimentId,
    runId: null,
    name: 'triage',
    startedAt: STARTED,
    durationMs: 1_234,
    state: 'OK',
    sessionId: 'conversation-1',
    requestPreview: null,
    responsePreview: null,
    metadata: { prompt_version: '3' },
    tags: { agent: 'energy_analyst' },
    prompts: [],
    model: 'our-model',
    inputTokens: 5,
    outputTokens: 7,
    costUsd: 0.25,
    ...more,
  });

  const version = (name: string, content: MirroredVersion['content'], number = 1): MirroredVersion => ({
    name,
    versionId: `${name}/${number}`,
    version: number,
    contentHash: 'ab12',
    templateFormat: 'fstring',
    content,
    message: 'first',
    link: null,
  });

  async function mirror(promptName: string, content: MirroredVersion['content']): Promise<[string, number]> {
    const name = mlflowPromptName(promptName);
    await client.ensurePrompt({ name, promptName, description: 'about', experimentId });
    return [name, await client.ensurePromptVersion(version(name, content))];
  }

  it('finds the experiment that it made', async () => {
    expect(await client.serverVersion()).toMatch(/^3\./);
    expect(await client.ensureExperiment(`client ${unique}`)).toBe(experimentId);
  });

  it('shows a trace, its run, session, prompt and assessments to MLflow’s own client, sent twice as well as once', async () => {
    const prompt = `${unique}/traced.prompt-1`;
    const [name, number] = await mirror(prompt, 'Hello {name}');
    const prompts = [{ name, version: number }];
    const key = runKey({
      experimentId,
      promptId: 'p',
      version: 3,
      trialId: null,
      variant: 'A',
      agent: 'energy_analyst',
      startedAt: STARTED,
      traceId: null,
    });
    const params = {
      prompt_id: 'p',
      prompt_version: '3',
      experiment_variant: 'A',
      note: 'x'.repeat(7_000),
      none: '',
    };
    const sent = trace({ prompts, requestPreview: '😀'.repeat(900), responsePreview: 'b"\u0000' });
    const outcome = {
      id: mlflowAssessmentId(sent.traceId),
      traceId: sent.traceId,
      name: 'architect_satisfaction',
      value: 0.1 + 0.2,
      sourceType: 'LLM_JUDGE' as const,
      sourceId: 'architect',
      occurredAt: STARTED,
      metadata: { 'registry.outcome_id': 'o1' },
    };
    let runId = '';
    for (let times = 0; times < 2; times += 1) {
      runId = await client.findOrCreateRun({
        experimentId,
        key,
        name: 'p v3 A',
        startedAt: STARTED,
        params,
        tags: { agent: 'energy_analyst' },
        prompts,
      });
      await client.putTrace({ ...sent, runId });
      await client.putSpans([{ ...sent, runId }]);
      await client.linkPrompts(sent.traceId, prompts);
      await client.addFeedback(outcome);
    }
    const seen = await ask({ filter: `prompt = '${name}/${number}'`, prompts: [[name, number]] });
    expect(seen.runs).toMatchObject([
      {
        id: runId,
        status: 'FINISHED',
        params: { prompt_id: 'p', prompt_version: '3', experiment_variant: 'A' },
      },
    ]);
    expect(seen.prompts).toMatchObject([{ template: 'Hello {name}', tags: { 'registry.version': '1' } }]);
    expect(seen.traces).toHaveLength(1);
    expect(seen.traces[0]).toMatchObject({
      id: `tr-${sent.traceId}`,
      state: 'OK',
      durationMs: 1_234,
      spans: 1,
      metadata: {
        'mlflow.sourceRun': runId,
        'mlflow.trace.session': 'conversation-1',
        'mlflow.trace.tokenUsage': '{"input_tokens": 5, "output_tokens": 7, "total_tokens": 12}',
        prompt_version: '3',
      },
      tags: {
        'mlflow.traceName': 'triage',
        'mlflow.linkedPrompts': JSON.stringify([{ name, version: String(number) }]),
        agent: 'energy_analyst',
      },
      assessments: [{ name: 'architect_satisfaction', value: 0.1 + 0.2, source: 'LLM_JUDGE', valid: true }],
    });
    expect(JSON.parse(seen.traces[0]?.metadata['mlflow.trace.cost'] ?? '{}')).toMatchObject({
      total_cost: 0.25,
    });
  });

  it('shows a trace to MLflow’s own client only with its span', async () => {
    const sent = trace({ sessionId: 'spanless', state: 'ERROR' });
    const filter = "metadata.`mlflow.trace.session` = 'spanless'";
    await client.putTrace(sent);
    expect((await ask({ filter })).traces).toEqual([]);
    await client.putSpans([sent]);
    expect((await ask({ filter })).traces).toMatchObject([{ id: `tr-${sent.traceId}`, state: 'ERROR' }]);
  });

  it('mirrors words so that they load as they are', async () => {
    const texts = await Promise.all(
      Object.entries(TEXTS).map(async ([name, text]) => ({
        text,
        at: await mirror(`${unique}/${name}`, text),
      })),
    );
    const chat = await mirror(`${unique}/chat`, CHAT);
    const withPlaceholder = [...CHAT, { type: 'placeholder', name: 'history' }];
    const placeholder = await mirror(`${unique}/placeholder`, withPlaceholder);
    const { prompts } = await ask({ prompts: [...texts.map(({ at }) => at), chat, placeholder] });
    expect(prompts.map(({ template }) => template)).toEqual([
      ...texts.map(({ text }) => text),
      CHAT,
      JSON.stringify(withPlaceholder),
    ]);
  });

  it('mirrors a notice instead of what is too long', async () => {
    const at = await mirror(`${unique}/too-long`, 'x'.repeat(100_001));
    const { prompts } = await ask({ prompts: [at] });
    expect(prompts).toMatchObject([
      {
        template: expect.stringMatching(/^The words of this version/),
        tags: { 'registry.complete': 'false' },
      },
    ]);
  });

  it('numbers versions in MLflow’s way, moves aliases, and leaves the prompts of others alone', async () => {
    const [name] = await mirror(`${unique}/numbers`, 'one');
    expect(await client.ensurePromptVersion(version(name, 'three', 3))).toBe(2);
    expect(await client.ensurePromptVersion(version(name, 'one'))).toBe(1);
    await client.setPromptAlias(name, 'production', 1);
    await client.setPromptAlias(name, 'production', 2);
    await client.deletePromptAlias(name, 'production');
    await client.deletePromptAlias(name, 'production');
    await expect(client.setPromptAlias(name, 'production', 9)).rejects.toMatchObject({
      kind: 'refused',
      status: 404,
    });
    const theirs = { name, promptName: 'another', description: '', experimentId };
    await expect(client.ensurePrompt(theirs)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('reads back what others assess, page by page', async () => {
    const startedAt = new Date('2026-10-01T00:00:00.500Z');
    const traces = Array.from({ length: 5 }, (_, index) =>
      trace({ startedAt: new Date(startedAt.getTime() + index * 1_000), metadata: { index: String(index) } }),
    );
    for (const each of traces) await client.putTrace(each);
    await client.putSpans(traces);
    const [first] = traces;
    const id = mlflowAssessmentId(`theirs ${unique}`);
    await client.addFeedback({
      id,
      traceId: first?.traceId ?? '',
      name: 'user_actioned',
      value: true,
      sourceType: 'HUMAN',
      sourceId: 'ada',
      occurredAt: STARTED,
      metadata: {},
    });
    const window = { experimentId, from: startedAt, to: new Date(startedAt.getTime() + 4_000) };
    const one = await client.searchTraces(window, null, 3);
    const two = await client.searchTraces(window, one.nextPageToken, 3);
    expect([...one.traces, ...two.traces].map(({ traceId }) => traceId)).toEqual(
      traces.slice(0, 4).map(({ traceId }) => traceId),
    );
    expect(two.nextPageToken).toBeNull();
    expect(one.traces[0]?.assessments).toEqual([
      {
        id,
        name: 'user_actioned',
        value: true,
        sourceType: 'HUMAN',
        sourceId: 'ada',
        createdAt: STARTED,
        updatedAt: STARTED,
        metadata: {},
        valid: true,
        overrides: null,
      },
    ]);
    expect(await client.getTrace(first?.traceId ?? '')).toEqual(one.traces[0]);
    expect(await client.getTrace('9'.repeat(32))).toBeNull();
  });
});
