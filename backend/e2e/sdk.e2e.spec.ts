import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PromptRegistry } from '@prompt-registry/client';
import { ADMIN, Caller } from './harness';
import { startProcess, type ServerProcess } from './server-process';

const path = (name: string) => `/api/v1/prompts/${encodeURIComponent(name)}`;

/** Waits for what the event stream brings; the limit is for a broken stream, not for a slow one. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not come to pass within 15 s');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the SDK on a real server', () => {
  let directory: string;
  let server: ServerProcess;
  let admin: Caller;
  const open: PromptRegistry[] = [];
  const env = () => ({ DATA_DIR: join(directory, 'data'), PROMPTS_DIR: join(directory, 'prompts') });
  const registry = (url: string) => {
    const made = new PromptRegistry({
      url,
      apiKey: ADMIN.apiKey,
      promptsDir: join(directory, 'prompts'),
      snapshotFile: join(directory, 'agent.snapshot'),
      service: 'analyst',
      onError: () => undefined,
    });
    open.push(made);
    return made;
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'pr-sdk-'));
    mkdirSync(join(directory, 'prompts'));
    writeFileSync(join(directory, 'prompts', 'greeting.md'), 'Hello {name}, from the file.');
    server = await startProcess(env());
    admin = new Caller(server.url, { authorization: `Bearer ${ADMIN.apiKey}` });
  });
  afterAll(async () => {
    await Promise.all(open.map((each) => each.close()));
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('answers what the server answers, and follows its changes', async () => {
    const agent = registry(server.url);
    await agent.start();
    await until(() => agent.status().source === 'memory');
    const first = agent.loadPrompt('greeting', { variables: { name: 'Ada' } });
    const over = await admin.post('/api/v1/resolve', { name: 'greeting', variables: { name: 'Ada' } });
    expect(first).toMatchObject({
      text: over.body.rendered,
      version: 1,
      contentHash: over.body.contentHash,
      source: 'latest',
      stale: false,
    });

    const conversation = agent.conversation('conv-1');
    conversation.loadPrompt('greeting', { variables: { name: 'Ada' } });
    await admin.put(path('greeting'), { content: 'Good day {name}.' }, { headers: { 'if-match': '*' } });
    await until(() => agent.loadPrompt('greeting', { variables: { name: 'Ada' } }).version === 2);
    expect(conversation.loadPrompt('greeting', { variables: { name: 'Ada' } }).version).toBe(1);
  });

  it('agrees with the server on the variant of every conversation', async () => {
    const made = await admin.post(`${path('greeting')}/experiments`, {
      name: 'shorter',
      variants: [
        { name: 'control', version: 1, share: 0.3 },
        { name: 'short', version: 2, share: 0.7 },
      ],
      trafficShare: 0.6,
      plan: { primaryMetric: 'confidence', minimumDetectableEffect: 0.05 },
    });
    expect((await admin.post(`/api/v1/experiments/${made.body.id}/start`)).status).toBe(200);
    const agent = registry(server.url);
    await agent.start();
    await until(() => agent.status().source === 'memory');
    const counts = new Map<string, number>();
    for (let batch = 0; batch < 50; batch += 1) {
      const ids = Array.from({ length: 100 }, (_, n) => `konversation-ü-${batch}-${n}`);
      const { body } = await admin.post('/api/v1/resolve/batch', {
        requests: ids.map((conversationId) => ({ name: 'greeting', conversationId })),
      });
      for (const [n, conversationId] of ids.entries()) {
        const mine = agent.loadPrompt('greeting', { conversationId, variables: { name: '' } });
        const theirs = body.answers[n];
        const variant = mine.experiment?.variant ?? 'none';
        expect([variant, mine.version, mine.reason]).toEqual([
          theirs.experiment?.variant ?? 'none',
          theirs.version,
          theirs.reason,
        ]);
        counts.set(variant, (counts.get(variant) ?? 0) + 1);
      }
    }
    // 5,000 conversations: five standard deviations are less than 0.036.
    expect((counts.get('control') ?? 0) / 5_000).toBeCloseTo(0.18, 1);
    expect((counts.get('short') ?? 0) / 5_000).toBeCloseTo(0.42, 1);
    expect((counts.get('none') ?? 0) / 5_000).toBeCloseTo(0.4, 1);
  });

  it('goes on when the server is killed, also when the agent starts anew, and recovers', async () => {
    const agent = registry(server.url);
    await agent.start();
    await until(() => agent.status().source === 'memory');
    const load = (from: PromptRegistry) =>
      from.loadPrompt('greeting', { conversationId: 'conv-9', variables: { name: 'Ada' } });
    const before = load(agent);
    await server.kill();
    expect(load(agent)).toMatchObject({ text: before.text, version: before.version });

    const startedAt = performance.now();
    const reborn = registry(server.url);
    await reborn.start();
    expect(load(reborn)).toMatchObject({ text: before.text, version: before.version, stale: true });
    expect(performance.now() - startedAt).toBeLessThan(1_000); // its deadline is 50 ms; the rest is this machine's load

    const port = new URL(server.url).port;
    server = await startProcess({ ...env(), PORT: port });
    await until(() => !reborn.status().stale);
    expect(load(reborn).version).toBe(before.version);
  });

  it('is seen by the server with what it holds', async () => {
    const agent = registry(server.url);
    await agent.start();
    await until(() => agent.status().source === 'memory');
    let services: string[] = [];
    const deadline = Date.now() + 15_000;
    while (!services.includes('analyst') && Date.now() < deadline)
      services = (await admin.get('/api/v1/consumers')).body.items.map(
        (each: { service: string }) => each.service,
      );
    expect(services).toContain('analyst');
  });
});
