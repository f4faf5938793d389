import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../testing/bundle';
import { eventually } from '../testing/eventually';
import { prompt } from '../testing/fixtures';
import { json, problem, RegistryServer } from '../testing/registry-server';
import { PromptRegistry, type PromptRegistryError, type RegistryOptions, type TraceRecord } from './index';

let server: RegistryServer;
let registries: PromptRegistry[];
let errors: PromptRegistryError[];

beforeEach(async () => {
  server = new RegistryServer([prompt('greeting')]);
  await server.listen();
  registries = [];
  errors = [];
});

afterEach(async () => {
  await Promise.all(registries.map((registry) => registry.close()));
  await server.close();
});

async function start(options: Partial<RegistryOptions> = {}): Promise<PromptRegistry> {
  const registry = new PromptRegistry({
    url: server.url,
    apiKey: 'pr_test',
    sendEveryMs: 5,
    backoffBaseMs: 10,
    closeDeadlineMs: 300,
    onError: (error) => errors.push(error),
    ...options,
  });
  registries.push(registry);
  await registry.start();
  return registry;
}

const sent = (): TraceRecord[] =>
  server.bodies('/api/v1/traces').flatMap((body) => (body as { traces: TraceRecord[] }).traces);
const rejected = () => errors.filter(({ code }) => code === 'ITEM_REJECTED');

describe('a batch', () => {
  it('of which nothing was taken is answered by its list: no halving', async () => {
    server.intercept = ({ path, body }, response) => {
      if (path !== '/api/v1/traces') return false;
      const { traces } = body as { traces: TraceRecord[] };
      const list = traces.map(({ id }, index) => ({ index, id, code: 'INVALID', message: 'no' }));
      response
        .writeHead(422, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify({ status: 422, detail: 'All are bad', errors: [], rejected: list }));
      return true;
    };
    const registry = await start();
    for (let i = 0; i < 400; i++) registry.loadPrompt('greeting').trace().finish();
    await eventually('rejected', () => registry.status().rejected === 400);
    expect(server.count('/api/v1/traces')).toBe(1);
    expect(rejected()).toHaveLength(400);
    expect(registry.status()).toMatchObject({ queued: 0, dropped: 0 });
  });

  it('that is refused without a list of all is halved until the one at fault stands alone', async () => {
    let bad = '';
    server.intercept = ({ path, body }, response) => {
      if (path !== '/api/v1/traces') return false;
      const { traces } = body as { traces: TraceRecord[] };
      if (!traces.some(({ id }) => id === bad)) return false;
      response
        .writeHead(422, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify({ status: 422, detail: 'One is bad', rejected: [{ id: 'another' }] }));
      return true;
    };
    const registry = await start();
    const ids = Array.from({ length: 20 }, () => {
      const trace = registry.loadPrompt('greeting').trace();
      trace.finish();
      return trace.id;
    });
    bad = ids[13] ?? '';
    await eventually('rejected', () => registry.status().rejected === 1);
    await eventually('sent', () => registry.status().queued === 0);
    expect([...server.stored.keys()]).toEqual(ids.filter((id) => id !== bad));
    expect(rejected()).toMatchObject([{ message: expect.stringContaining(bad) as string }]);
  });

  it('of which some were not taken names them by their place, whatever their ids say', async () => {
    server.intercept = ({ path }, response) =>
      path === '/api/v1/outcomes' &&
      (json(response, { accepted: 1, rejected: [{ index: 1, code: 'TOO_LONG', message: 'no' }] }), true);
    const registry = await start();
    registry.outcome({ traceId: 'a'.repeat(32), metric: 'confidence', value: 1 });
    const id = registry.outcome({ traceId: 'a'.repeat(32), metric: 'confidence', value: 2 });
    await eventually('rejected', () => rejected().length === 1);
    expect(rejected()[0]?.message).toContain(id);
  });
});

describe('a record', () => {
  it('has what was said and heard when it is given, cut and without what no database holds', async () => {
    const registry = await start();
    const trace = registry
      .loadPrompt('greeting')
      .trace({ input: `a\0b${'x'.repeat(5_000)}`, variables: { city: 'Oslo', days: 3, cut: '\ud83d' } });
    trace.finish({ output: `${'y'.repeat(999)}\u{1f600}` });
    registry.loadPrompt('greeting').trace({ input: 'first' }).finish({ input: 'better' });
    registry.loadPrompt('greeting').trace().finish();
    await eventually('sent', () => sent().length === 3);
    const [full, changed, none] = sent();
    expect(full?.previews).toEqual({
      input: `a\ufffdb${'x'.repeat(997)}`,
      output: `${'y'.repeat(999)}\ufffd`,
      variables: { city: 'Oslo', days: '3', cut: '\ufffd' },
    });
    expect(changed?.previews).toEqual({ input: 'better' });
    expect(none).not.toHaveProperty('previews');
  });

  it('has no more variables than a list needs', async () => {
    const registry = await start();
    const variables = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, i) => [`v${i}`, '"'.repeat(2_000)]),
    );
    registry.loadPrompt('greeting').trace({ variables }).finish();
    await eventually('sent', () => sent().length === 1);
    expect(Object.keys(sent()[0]?.previews?.variables ?? {})).toEqual(['v0']);
  });

  it('leaves out figures that cannot be, and is sent all the same', async () => {
    const registry = await start();
    registry
      .loadPrompt('greeting')
      .trace({ agent: '', model: '' })
      .finish({ inputTokens: NaN, outputTokens: 1.5, cost: Infinity, latencyMs: -1 });
    await eventually('sent', () => sent().length === 1);
    expect(Object.keys(sent()[0] ?? {}).sort()).toEqual(
      ['contentHash', 'id', 'promptName', 'promptVersion', 'source', 'startedAt', 'status'].sort(),
    );
  });

  it('leaves out figures beyond what the server takes, and cuts names', async () => {
    const registry = await start();
    const prompt = registry.loadPrompt('greeting');
    prompt
      .trace({ agent: `${'x'.repeat(199)}\u{1f600}`, model: 'm\0' })
      .finish({ inputTokens: 2 ** 31, outputTokens: 2 ** 31 - 1, cost: 1e9 + 1, latencyMs: 31_536_000_001 });
    prompt
      .trace()
      .finish({ inputTokens: 2 ** 31 - 1, outputTokens: 1e300, cost: 1e9, latencyMs: 31_536_000_000 });
    await eventually('sent', () => sent().length === 2);
    const [first, second] = sent();
    expect(first).toMatchObject({
      outputTokens: 2 ** 31 - 1,
      agent: `${'x'.repeat(199)}\ufffd`,
      model: 'm\ufffd',
    });
    expect(second).toMatchObject({ inputTokens: 2 ** 31 - 1, cost: 1e9, latencyMs: 31_536_000_000 });
    for (const left of ['inputTokens', 'cost', 'latencyMs']) expect(first).not.toHaveProperty(left);
    expect(second).not.toHaveProperty('outputTokens');
  });

  it('takes a given id, and refuses one that is no trace id', async () => {
    const registry = await start();
    const id = '4bf92f3577b34da6a3ce929d0e0e4736';
    const prompt = registry.loadPrompt('greeting');
    prompt.trace({ id }).finish();
    await eventually('sent', () => sent().length === 1);
    expect(sent()[0]?.id).toBe(id);
    for (const wrong of ['4BF92F3577B34DA6A3CE929D0E0E4736', '0'.repeat(32), 'x', `${id}\n`])
      expect(() => prompt.trace({ id: wrong })).toThrow(
        expect.objectContaining({ code: 'INVALID_VALUES' }) as Error,
      );
  });
});

describe('the end', () => {
  it('by close, with a server that is gone: what is lost is counted and said', async () => {
    const registry = await start();
    await server.close();
    registry.loadPrompt('greeting').trace(); // never finished
    registry.loadPrompt('greeting').trace().finish();
    registry.outcome({ traceId: 'a'.repeat(32), metric: 'confidence', value: 1 });
    await registry.close();
    expect(registry.status()).toMatchObject({ queued: 0, dropped: 3 });
    expect(errors.filter(({ code }) => code === 'ITEMS_DROPPED').map(({ message }) => message)).toEqual([
      '2 of the traces could not be delivered before the end',
      '1 of the outcomes could not be delivered before the end',
    ]);
    server = new RegistryServer();
    await server.listen();
  });

  it('by kill -9: what was not sent yet is lost, which is the newest and nothing else (C10)', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'agent-'));
    const script = join(directory, 'agent.cjs');
    bundle(join(__dirname, '../testing/trace-writer.ts'), script);
    // Every third answer is lost on its way: the agent sends again what the server already has.
    let answers = 0;
    server.loseAnswer = () => (answers += 1) % 3 === 0;
    const agent = spawn(process.execPath, [script, server.url], { stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    agent.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    await eventually('several batches', () => server.count('/api/v1/traces') >= 8);
    const ended = new Promise((resolve) => agent.once('close', resolve));
    agent.kill('SIGKILL');
    await ended;
    await eventually('the last request is read', () => server.reading === 0);
    rmSync(directory, { recursive: true });
    const made = out.split('\n').filter((line) => line.length === 32);
    const stored = [...server.stored.keys()];
    expect(stored.length).toBeGreaterThan(0);
    expect(stored).toEqual(made.slice(0, stored.length));
    process.stdout.write(
      `${JSON.stringify({ id: 'C10', made: made.length, stored: stored.length, lost: made.length - stored.length })}\n`,
    );
  });
});

it('waits quietly while the server has no such endpoint, and says at the end what that cost', async () => {
  server.intercept = ({ path }, response) =>
    path === '/api/v1/traces' && (problem(response, 404, 'no'), true);
  const registry = await start();
  registry.loadPrompt('greeting').trace().finish();
  await eventually('tried', () => server.count('/api/v1/traces') === 1);
  await eventually('kept', () => registry.status().queued === 1);
  expect(errors).toEqual([]);
  await registry.close();
  expect(errors.map(({ code }) => code)).toEqual(['ITEMS_DROPPED']);
});
