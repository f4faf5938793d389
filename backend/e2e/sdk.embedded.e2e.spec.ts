import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PromptRegistry } from '@prompt-registry/client';
import { ADMIN, Caller } from './harness';
import { ownMs } from './own-time';
import { startProcess, type ServerProcess } from './server-process';

const path = (name: string) => `/api/v1/prompts/${encodeURIComponent(name)}`;

/** 5,000 tell a difference at once; the long run takes a million: `CONVERSATIONS=1000000`. */
const CONVERSATIONS = Number(process.env['CONVERSATIONS'] ?? 5_000);
const CHECK = join(__dirname, '../../libs/resolver/vectors/check.py');
const PYTHON = `
import importlib.util, sys
spec = importlib.util.spec_from_file_location("check", sys.argv[1])
check = importlib.util.module_from_spec(spec)
sys.dont_write_bytecode = True
spec.loader.exec_module(check)
seed = check.murmur3(sys.argv[2].encode(), 0)
for line in sys.stdin.buffer.read().split(b"\\n"):
    print(check.variant_of(check.fmix32(check.murmur3(line, 0) ^ seed), [0.3, 0.7], 0.6, 0, 1))
`;

/** The index of each conversation's variant as Python computes it, or -1; the published check shares no code with ours. */
function variantsInPython(salt: string, ids: readonly string[]): number[] {
  const input = ids.join('\n');
  const { status, stdout, stderr } = spawnSync('python3', ['-c', PYTHON, CHECK, salt], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`python3 is needed for this test: ${stderr}`);
  return stdout.trim().split('\n').map(Number);
}

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
  const saltOf = async (id: string): Promise<string> => {
    const { body } = await admin.get('/api/v1/snapshot');
    const experiments = body.prompts.flatMap(
      (each: { experiments: Array<{ id: string; salt: string }> }) => each.experiments,
    );
    return experiments.find((each: { id: string }) => each.id === id).salt;
  };
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
    const ids = Array.from({ length: CONVERSATIONS }, (_, n) => `konversation-ü-${n}`);
    const python = variantsInPython(await saltOf(made.body.id), ids);
    const counts = [0, 0, 0];
    for (let from = 0; from < ids.length; from += 100) {
      const some = ids.slice(from, from + 100);
      const requests = some.map((conversationId) => ({ name: 'greeting', conversationId }));
      const { body } = await admin.post('/api/v1/resolve/batch', { requests });
      const disagreements = some.filter((conversationId, n) => {
        const mine = agent.loadPrompt('greeting', { conversationId, variables: { name: '' } });
        const theirs = body.answers[n];
        const variant = ['control', 'short'].indexOf(mine.experiment?.variant ?? '');
        counts[variant + 1] = (counts[variant + 1] ?? 0) + 1;
        const server = [theirs.experiment?.variant, theirs.version, theirs.reason];
        return (
          server.join() !== [mine.experiment?.variant, mine.version, mine.reason].join() ||
          python[from + n] !== variant
        );
      });
      expect(disagreements).toEqual([]);
    }
    // Five standard deviations of a share over 5,000 conversations are less than 0.036.
    const shares = counts.map((count) => count / ids.length);
    for (const [n, expected] of [0.4, 0.18, 0.42].entries())
      expect(Math.abs((shares[n] ?? 0) - expected)).toBeLessThan(0.036);
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

    const reborn = registry(server.url);
    expect(await ownMs(reborn.start())).toBeLessThan(1_000); // its deadline is 50 ms; the rest is this machine's load
    expect(load(reborn)).toMatchObject({ text: before.text, version: before.version, stale: true });

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
