import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../testing/eventually';
import { FAULTS, FaultProxy, type Fault } from '../testing/fault-proxy';
import { prompt, version } from '../testing/fixtures';
import { machineDelay, quickest } from '../testing/machine-delay';
import { RegistryServer } from '../testing/registry-server';
import { PromptRegistry, type PromptRegistryError, type RegistryOptions } from './index';

const FILE_TEXT = 'From the file: {city}';
const SERVED_TEXT = `From the server: {city}. ${'x'.repeat(2_000)}`;
const values = { city: 'Oslo' };

// Everything is loaded once before it is timed: an agent's first load of the SDK is measured on its own.
const OTHER_FAULTS = ['dns', 'tls'] as const;
type AnyFault = Fault | (typeof OTHER_FAULTS)[number];

let server: RegistryServer;
let proxy: FaultProxy;
let directory: string;
let registries: PromptRegistry[];
let errors: PromptRegistryError[];

beforeEach(async () => {
  server = new RegistryServer([prompt('greeting', [version(1, SERVED_TEXT)])]);
  proxy = new FaultProxy(await server.listen());
  await proxy.listen();
  directory = mkdtempSync(join(tmpdir(), 'cold-'));
  writeFileSync(join(directory, 'greeting.md'), FILE_TEXT);
  registries = [];
  errors = [];
});

afterEach(async () => {
  await Promise.all(registries.map((registry) => registry.close()));
  await proxy.close();
  await server.close();
  rmSync(directory, { recursive: true });
});

function open(options: Partial<RegistryOptions> = {}): PromptRegistry {
  const onError = (error: PromptRegistryError): void => void errors.push(error);
  const registry = new PromptRegistry({
    url: proxy.url,
    apiKey: 'pr_test',
    promptsDir: directory,
    closeDeadlineMs: 50,
    onError,
    ...options,
  });
  registries.push(registry);
  return registry;
}

function addressUnder(fault: AnyFault): string {
  if (fault === 'dns') return 'http://registry.invalid';
  return fault === 'tls' ? proxy.url.replace('http:', 'https:') : proxy.url;
}

describe('a cold start with prompt files', () => {
  it.each([...FAULTS, ...OTHER_FAULTS])(
    'answers from the file within 50 ms when the line is: %s',
    async (fault: AnyFault) => {
      if (fault !== 'dns' && fault !== 'tls') await proxy.set(fault);
      const elapsedMs = await quickest(50, async () => {
        const delay = machineDelay();
        const startedAt = performance.now();
        const registry = open({ url: addressUnder(fault) });
        await registry.start();
        const answer = registry.loadPrompt('greeting', { variables: values });
        const ms = performance.now() - startedAt;
        expect(answer).toMatchObject({
          text: 'From the file: Oslo',
          source: 'file',
          reason: 'registry_unknown',
          stale: true,
          version: null,
          contentHash: null,
        });
        const late = await delay;
        await registry.close();
        return ms - late;
      });
      expect(elapsedMs).toBeLessThanOrEqual(50);
      process.stderr.write(`${JSON.stringify({ id: 'C1', fault, ms: Math.round(elapsedMs * 10) / 10 })}\n`);
    },
  );

  it('answers with the right words from the last good snapshot rather than from the file', async () => {
    const snapshotFile = join(directory, 'kept', 'prompts.snapshot');
    const first = open({ snapshotFile });
    await first.start();
    await eventually('in step', () => first.status().source === 'memory');
    await first.close();
    for (const fault of FAULTS) {
      await proxy.set(fault);
      const elapsedMs = await quickest(50, async () => {
        const delay = machineDelay();
        const startedAt = performance.now();
        const registry = open({ snapshotFile });
        await registry.start();
        const answer = registry.loadPrompt('greeting', { variables: values });
        const ms = performance.now() - startedAt;
        expect(answer).toMatchObject({ source: 'latest', version: 1, stale: true, revision: 1 });
        expect(answer.text).toBe(SERVED_TEXT.replace('{city}', 'Oslo'));
        expect(answer.staleSince).toBeLessThanOrEqual(Date.now());
        const late = await delay;
        await registry.close();
        return ms - late;
      });
      expect(elapsedMs).toBeLessThanOrEqual(50);
    }
  });

  it('heals by itself after every fault', async () => {
    for (const fault of FAULTS) {
      await proxy.set(fault);
      const registry = open({ backoffBaseMs: 20, backoffCapMs: 100, requestTimeoutMs: 300, stallMs: 300 });
      await registry.start();
      expect(registry.loadPrompt('greeting', { variables: values }).source).toBe('file');
      await proxy.set(null);
      // A refused key is tried again after a minute only: see connection.spec.ts.
      if (fault !== '401')
        await eventually(
          `healed from ${fault}`,
          () => registry.loadPrompt('greeting', { variables: values }).source === 'latest',
        );
      await registry.close();
    }
  }, 30_000);

  it('answers from the server when that is quick enough', async () => {
    const registry = open({ startDeadlineMs: 10_000 });
    await registry.start();
    expect(registry.loadPrompt('greeting', { variables: values })).toMatchObject({
      source: 'latest',
      version: 1,
      stale: false,
      revision: 1,
    });
    expect(errors).toEqual([]);
  });
});

describe('a cold start with nothing but the server', () => {
  it('waits for the server that is about to come up', async () => {
    await proxy.set('503');
    const registry = open({ promptsDir: undefined, backoffBaseMs: 20, backoffCapMs: 50 });
    const started = registry.start();
    await eventually('first attempt', () => proxy.connections >= 1);
    await proxy.set(null);
    await started;
    expect(registry.loadPrompt('greeting', { variables: values }).source).toBe('latest');
  });

  it('goes on after firstStartTimeoutMs, and loads say what is wrong', async () => {
    await proxy.set('hung');
    const elapsedMs = await quickest(400, async () => {
      const registry = open({ promptsDir: undefined, firstStartTimeoutMs: 120 });
      const startedAt = performance.now();
      await registry.start();
      const ms = performance.now() - startedAt;
      expect(ms).toBeGreaterThanOrEqual(115);
      expect(() => registry.loadPrompt('greeting')).toThrow(
        expect.objectContaining({ code: 'UNKNOWN_PROMPT', promptName: 'greeting' }) as Error,
      );
      return ms;
    });
    expect(elapsedMs).toBeLessThan(400);
  });

  it('does not wait when the key is refused', async () => {
    await proxy.set('401');
    const elapsedMs = await quickest(1_000, async () => {
      const startedAt = performance.now();
      await open({ promptsDir: undefined }).start();
      return performance.now() - startedAt;
    });
    expect(elapsedMs).toBeLessThan(1_000);
    expect(errors[0]).toMatchObject({ code: 'NOT_AUTHORISED', status: 401 });
  });
});

describe('a hundred callers at once', () => {
  it('make one request for the snapshot', async () => {
    const registry = open();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => registry.loadPromptAsync('greeting', { variables: values })),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    await eventually('stream', () => server.openStreams === 1);
    expect([server.count('/api/v1/snapshot'), server.count('/api/v1/snapshot/events')]).toEqual([1, 1]);
  });

  it('make one request for a version outside of the snapshot', async () => {
    server.prompts.set('id-greeting', prompt('greeting', [version(5)]));
    server.older = [version(3)];
    const registry = open({ startDeadlineMs: 10_000 });
    await registry.start();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => registry.loadPromptAsync('greeting', { version: 3 })),
    );
    expect(answers[99]).toMatchObject({
      text: 'words 3',
      version: 3,
      source: 'version',
      reason: 'pinned_version',
    });
    expect(server.count('/api/v1/resolve')).toBe(1);
  });
});

describe('a warm registry', () => {
  it.each(FAULTS)('keeps its answers through: %s, and misses no change after it', async (fault) => {
    const registry = open({
      backoffBaseMs: 20,
      backoffCapMs: 200,
      requestTimeoutMs: 400,
      stallMs: 400,
      staleAfterMs: 150,
      pollIntervalMs: 200,
    });
    await registry.start();
    const expected = SERVED_TEXT.replace('{city}', 'Oslo');
    await eventually('stream', () => server.openStreams === 1);
    await proxy.set(fault);
    const slowest = { ms: 0 };
    const answers = new Set<string | undefined>();
    await eventually('stale', () => {
      const startedAt = performance.now();
      const answer = registry.loadPrompt('greeting', { variables: values });
      slowest.ms = Math.max(slowest.ms, performance.now() - startedAt);
      answers.add(answer.text);
      return answer.stale;
    });
    expect([...answers]).toEqual([expected]);
    server.publishSilently(prompt('greeting', [version(1, SERVED_TEXT), version(2, 'New: {city}')]));
    server.publishSilently(prompt('other'));
    if (fault === '401') return; // tried again after a minute
    await proxy.set(null);
    await eventually(
      'in step',
      () => registry.status().revision === server.revision && !registry.status().stale,
    );
    expect(registry.loadPrompt('greeting', { variables: values })).toMatchObject({
      text: 'New: Oslo',
      stale: false,
    });
    expect(registry.loadPrompt('other').text).toBe('words 1');
  });
});
