import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentTeam, energyAnalyst, OpenAiModel } from '@prompt-registry/agents';
import { PromptRegistry } from '@prompt-registry/client';
import { StandInServer } from '../../libs/agents/stand-in/stand-in-server';
import { REQUEST } from '../../libs/agents/testing/fixtures';
import { ADMIN, Caller } from './harness';
import { startProcess, type ServerProcess } from './server-process';

const PROMPTS_DIR = join(__dirname, '../../prompts');
const PROMPT = 'specialists/energy_analyst';
const PATH = `/api/v1/prompts/${encodeURIComponent(PROMPT)}`;

/** Waits for what arrives in the background; the limit is for what never does. */
async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`it did not come to pass: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the agents on a real server', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pr-agents-'));
  const env = { DATA_DIR: join(directory, 'data'), PROMPTS_DIR };
  const standIn = new StandInServer();
  let server: ServerProcess;
  let admin: Caller;
  let model: OpenAiModel;
  const open: PromptRegistry[] = [];

  const agents = async (url: string): Promise<{ registry: PromptRegistry; team: AgentTeam }> => {
    const registry = new PromptRegistry({
      url,
      apiKey: ADMIN.apiKey,
      promptsDir: PROMPTS_DIR,
      backoffBaseMs: 50,
      backoffCapMs: 200,
      sendEveryMs: 10,
      onError: () => undefined,
    });
    open.push(registry);
    await registry.start();
    return { registry, team: new AgentTeam({ registry, model }) };
  };
  const traceOf = async (id: string) => (await admin.get(`/api/v1/traces/${id}`)).body;

  beforeAll(async () => {
    model = new OpenAiModel({ baseUrl: await standIn.listen(), apiKey: 'any', model: 'stand-in-llm' });
    server = await startProcess(env);
    admin = new Caller(server.url, { authorization: `Bearer ${ADMIN.apiKey}` });
  });
  afterAll(async () => {
    await Promise.all(open.map((registry) => registry.close()));
    await standIn.close();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('work with what is on trial, and are seen with every prompt, its words and what came of it', async () => {
    const { latest } = (await admin.get(PATH)).body;
    await admin.put(
      PATH,
      { content: `${latest.content}\nMind the units.` },
      { headers: { 'if-match': '*' } },
    );
    const { body: experiment } = await admin.post(`${PATH}/experiments`, {
      name: 'mind the units',
      variants: [
        { name: 'control', version: 1, share: 0.5 },
        { name: 'units', version: 2, share: 0.5 },
      ],
      plan: { primaryMetric: 'insight_quality', minimumDetectableEffect: 0.05 },
    });
    expect((await admin.post(`/api/v1/experiments/${experiment.id}/start`)).status).toBe(200);
    const { registry, team } = await agents(server.url);
    await until(
      async () => registry.loadPrompt('depth/quick', { variables: { entity_count: 1 } }),
      ({ source }) => source === 'latest',
    );
    const { analysis, review, userActed } = await team.work('conv-1', energyAnalyst, REQUEST);
    userActed(true);
    if (!analysis.ok || !review?.ok) throw new Error('the stand-in answers well');
    const [, specialist] = analysis.record.prompts;
    expect(specialist).toMatchObject({ source: 'experiment', experiment: { id: experiment.id } });
    const trace = await until(
      () => traceOf(specialist?.traceId ?? ''),
      (found) => found.outcomes?.length === 3,
    );
    expect(trace).toMatchObject({
      promptName: PROMPT,
      promptVersion: specialist?.version,
      variant: specialist?.experiment?.variant,
      conversationId: 'conv-1',
      agent: 'energy_analyst',
      status: 'ok',
      flag: null,
    });
    const values = Object.fromEntries(
      trace.outcomes.map(({ metric, value }: { metric: string; value: number }) => [metric, value]),
    );
    expect(values).toMatchObject({
      user_actioned: 1,
      architect_satisfaction: review.value.architectSatisfaction,
      confidence: expect.any(Number),
    });
  });

  it('go on when the registry is killed, from memory and, started anew, from files; what they did arrives later', async () => {
    const { registry, team } = await agents(server.url);
    await until(
      async () => registry.status(),
      ({ source }) => source === 'memory',
    );
    await server.kill();
    const during = await team.work('conv-2', energyAnalyst, REQUEST);
    expect(during.analysis.ok && during.review?.ok).toBe(true);
    expect(during.analysis.record.prompts[1]).toMatchObject({ source: 'experiment' });

    const anew = await agents(server.url);
    const fromFiles = await anew.team.work('conv-3', energyAnalyst, REQUEST);
    expect(fromFiles.analysis.ok && fromFiles.review?.ok).toBe(true);
    expect(fromFiles.analysis.record.prompts.map(({ source, stale }) => [source, stale])).toEqual(
      Array.from({ length: 4 }, () => ['file', true]),
    );

    server = await startProcess({ ...env, PORT: new URL(server.url).port });
    for (const { analysis } of [during, fromFiles]) {
      const id = analysis.record.prompts[1]?.traceId ?? '';
      const trace = await until(
        () => traceOf(id),
        (found) => found.outcomes?.length === 2,
      );
      expect(trace).toMatchObject({ id, promptName: PROMPT, status: 'ok' });
    }
  });
});
