import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PromptRegistry, type PromptRegistryError } from '@prompt-registry/client';
import { ADMIN, Caller, type Json } from './harness';
import { startProcess, type ServerProcess } from './server-process';

/** Some tell a difference; the long run takes more: `SDK_KILLS=40`. */
const KILLS = Number(process.env['SDK_KILLS'] ?? 3);
const ROUNDS_A_KILL = 60;

/** Waits for what other processes do; the limit is for what never comes, not for what is slow. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not come to pass within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

interface Made {
  readonly id: string;
  readonly version: number | null;
  readonly variant: string | null;
  readonly conversationId: string | null;
}

describe('traces and outcomes of the SDK', () => {
  let directory: string;
  let server: ServerProcess;
  let admin: Caller;
  let experimentId: string;
  const errors: PromptRegistryError[] = [];
  const open: PromptRegistry[] = [];
  const env = () => ({ DATA_DIR: join(directory, 'data'), PROMPTS_DIR: join(directory, 'prompts') });

  async function agent(url: string): Promise<PromptRegistry> {
    const made = new PromptRegistry({
      url,
      apiKey: ADMIN.apiKey,
      sendEveryMs: 20,
      backoffBaseMs: 20,
      backoffCapMs: 200,
      onError: (error) => errors.push(error),
    });
    open.push(made);
    await made.start();
    return made;
  }

  async function allTraces(): Promise<Json[]> {
    const items: Json[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: { body: Json } = await admin.get(
        `/api/v1/traces?limit=200${cursor && `&cursor=${cursor}`}`,
      );
      items.push(...body.items);
      cursor = body.nextCursor;
    }
    return items;
  }

  /** Of every trace. */
  async function allOutcomes(traces: readonly Made[]): Promise<Json[]> {
    const found: Json[] = [];
    for (const { id } of traces) found.push(...(await admin.get(`/api/v1/traces/${id}`)).body.outcomes);
    return found;
  }

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'pr-records-'));
    mkdirSync(join(directory, 'prompts'));
    server = await startProcess(env());
    admin = new Caller(server.url, { authorization: `Bearer ${ADMIN.apiKey}` });
    await admin.post('/api/v1/prompts', { name: 'greeting', content: 'Hello.' });
    await admin.put('/api/v1/prompts/greeting', { content: 'Good day.' }, { headers: { 'if-match': '*' } });
    const made = await admin.post('/api/v1/prompts/greeting/experiments', {
      name: 'longer',
      variants: [
        { name: 'control', version: 1, share: 0.5 },
        { name: 'longer', version: 2, share: 0.5 },
      ],
      plan: { primaryMetric: 'user_actioned', minimumDetectableEffect: 0.05 },
    });
    experimentId = made.body.id;
    expect((await admin.post(`/api/v1/experiments/${experimentId}/start`)).status).toBe(200);
  });
  afterAll(async () => {
    await Promise.all(open.map((each) => each.close()));
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('are all stored, once, though the server is killed and started again in the middle (C10)', async () => {
    const registry = await agent(server.url);
    const traces: Made[] = [];
    const outcomes = new Map<string, number>();
    const work = async (round: number): Promise<void> => {
      const conversationId = `conversation-${round}`;
      const prompt = registry.conversation(conversationId).loadPrompt('greeting');
      const trace = prompt.trace({ agent: 'analyst' });
      await new Promise((resolve) => setTimeout(resolve, 2));
      trace.finish({ inputTokens: round });
      const { version, experiment } = prompt;
      traces.push({ id: trace.id, version, variant: experiment?.variant ?? null, conversationId });
      const value = (round % 10) / 10;
      outcomes.set(registry.outcome({ traceId: trace.id, metric: 'confidence', value }), value);
    };
    const port = new URL(server.url).port;
    for (let kill = 0, round = 0; kill <= KILLS; kill++) {
      for (const last = round + ROUNDS_A_KILL; round < last; round++) await work(round);
      if (kill === KILLS) break;
      // The queue is between two batches, or one is on its way: each time at another moment.
      await new Promise((resolve) => setTimeout(resolve, kill * 7));
      await server.kill();
      for (const last = round + ROUNDS_A_KILL / 2; round < last; round++) await work(round);
      server = await startProcess({ ...env(), PORT: port });
    }
    await until(() => registry.status().queued === 0);
    expect(registry.status()).toMatchObject({ queued: 0, dropped: 0, rejected: 0 });

    const stored = await allTraces();
    expect(stored.map(({ id }) => id).sort()).toEqual(traces.map(({ id }) => id).sort());
    const byId = new Map(stored.map((each) => [each.id, each]));
    for (const { id, version, variant, conversationId } of traces)
      expect(byId.get(id)).toMatchObject({
        promptVersion: version,
        variant,
        conversationId,
        experimentId,
        source: 'experiment',
        status: 'ok',
        flag: null,
      });
    const kept = await allOutcomes(traces);
    expect(kept.map(({ id }) => id).sort()).toEqual([...outcomes.keys()].sort());
    expect(kept.every(({ id, value }) => outcomes.get(id) === value)).toBe(true);
  }, 180_000);

  it('that the server does not take are said by name, and cost the others nothing', async () => {
    const registry = await agent(server.url);
    await until(() => registry.status().source === 'memory');
    const before = (await allTraces()).length;
    const good = registry.loadPrompt('greeting').trace();
    good.finish();
    const bad = registry.loadPrompt('greeting', { conversationId: 'x'.repeat(201) }).trace();
    bad.finish();
    const unknown = registry.outcome({ traceId: good.id, metric: 'nobody_knows', value: 1 });
    const beyond = registry.outcome({ traceId: good.id, metric: 'confidence', value: 2 });
    await until(() => registry.status().queued === 0);
    expect(registry.status()).toMatchObject({ rejected: 3, dropped: 0 });
    const said = errors.filter(({ code }) => code === 'ITEM_REJECTED').map(({ message }) => message);
    expect(said).toHaveLength(3);
    for (const id of [bad.id, unknown, beyond]) expect(said.join('\n')).toContain(id);
    expect((await allTraces()).length).toBe(before + 1);
  });

  it('that are not finished arrive as such when the agent closes', async () => {
    const registry = await agent(server.url);
    const { id } = registry.loadPrompt('greeting', { conversationId: 'unfinished' }).trace();
    await registry.close();
    const { body } = await admin.get(`/api/v1/traces/${id}`);
    expect(body).toMatchObject({ id, status: 'unfinished', latencyMs: null, conversationId: 'unfinished' });
    expect(registry.status()).toMatchObject({ queued: 0, dropped: 0, rejected: 0 });
  });

  it('may have previews, which a server that was not told to keep them forgets', async () => {
    const registry = await agent(server.url);
    const trace = registry.loadPrompt('greeting').trace({ input: 'How warm?', variables: { city: 'Oslo' } });
    trace.finish({ output: 'Ten degrees.' });
    await registry.close();
    const { body } = await admin.get(`/api/v1/traces/${trace.id}`);
    expect(body).toMatchObject({ id: trace.id, previews: null });
    expect(registry.status().rejected).toBe(0);
  });
});
