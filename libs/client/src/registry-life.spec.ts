import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '../testing/eventually';
import { experiment, prompt, version } from '../testing/fixtures';
import { json, RegistryServer } from '../testing/registry-server';
import { PromptRegistry, type PromptRegistryError, type RegistryOptions } from './index';

let server: RegistryServer;
let directory: string;
let registries: PromptRegistry[];
let errors: PromptRegistryError[];

beforeEach(async () => {
  server = new RegistryServer();
  await server.listen();
  directory = mkdtempSync(join(tmpdir(), 'registry-'));
  registries = [];
  errors = [];
});

afterEach(async () => {
  await Promise.all(registries.map((registry) => registry.close()));
  await server.close();
  rmSync(directory, { recursive: true });
});

async function start(options: Partial<RegistryOptions> = {}): Promise<PromptRegistry> {
  const registry = new PromptRegistry({
    url: server.url,
    apiKey: 'pr_test',
    promptsDir: directory,
    sendEveryMs: 5,
    closeDeadlineMs: 10_000,
    startDeadlineMs: 10_000,
    onError: (error) => errors.push(error),
    ...options,
  });
  registries.push(registry);
  await registry.start();
  return registry;
}

const serve = (...prompts: Parameters<RegistryServer['publish']>): void => {
  for (const entry of prompts) server.prompts.set(entry.id, entry);
};

describe('a snapshot', () => {
  it('is taken entry by entry: one that fails its checksum keeps the previous good one', async () => {
    serve(prompt('greeting'), prompt('other'));
    const registry = await start();
    await eventually('stream', () => server.openStreams === 1);
    const tampered = { ...version(2), content: 'tampered' } as ReturnType<typeof version>;
    server.publish(prompt('greeting', [version(1), tampered]), prompt('other', [version(1), version(2)]));
    await eventually('change', () => registry.loadPrompt('other').text === 'words 2');
    expect(registry.loadPrompt('greeting').text).toBe('words 1');
    expect(errors.map(({ code }) => code)).toContain('SNAPSHOT_REJECTED');
    server.publish(prompt('greeting', [version(1), version(2)]));
    await eventually('mended', () => registry.loadPrompt('greeting').text === 'words 2');
  });

  it('is asked for by names, and says which prompts it leaves out', async () => {
    serve(prompt('a'), prompt('b'));
    const registry = await start({ names: ['b'] });
    expect(server.seen[0]?.path).toBe('/api/v1/snapshot?names=b');
    expect(registry.loadPrompt('b').text).toBe('words 1');
    expect(() => registry.loadPrompt('a')).toThrow(/option "names"/);
    await eventually('stream', () => server.openStreams === 1);
    expect(server.seen.some(({ path }) => path === '/api/v1/snapshot/events?names=b')).toBe(true);
  });

  it('survives callbacks that throw and reject (C6)', async () => {
    serve(prompt('greeting'));
    const registry = await start({
      backoffBaseMs: 5,
      backoffCapMs: 10,
      onError: () => {
        throw new Error('onError');
      },
      onChange: () => Promise.reject(new Error('onChange')),
    });
    for (let i = 2; i < 6; i++) {
      await eventually(
        'stream',
        () => server.count('/api/v1/snapshot/events') === i - 1 && server.openStreams === 1,
      );
      server.publish(prompt('greeting', [version(i)]));
      await eventually(`version ${i}`, () => registry.loadPrompt('greeting').version === i);
      server.dropStreams();
    }
  });
});

describe('preload', () => {
  it('makes versions outside of the snapshot loadable, and answers what it could not read', async () => {
    serve(prompt('greeting', [version(5)]));
    server.older = [version(3), { ...version(4), content: 'tampered' } as ReturnType<typeof version>];
    const registry = await start();
    const failed = await registry.preload([
      { name: 'greeting', version: 3 },
      { name: 'greeting', version: 4 },
      { name: 'greeting', version: 2 },
      { name: 'greeting', version: 5 },
    ]);
    expect(failed.map(({ code }) => code)).toEqual(['INVALID_ANSWER', 'UNKNOWN_VERSION']);
    expect(registry.loadPrompt('greeting', { version: 3 })).toMatchObject({
      text: 'words 3',
      promptId: 'id-greeting',
      source: 'version',
    });
    expect(registry.loadPrompt('greeting', { version: 5 }).text).toBe('words 5');
    expect(server.count('/api/v1/resolve')).toBe(3);
  });
});

describe('traces and outcomes', () => {
  it('are sent once, with what the answer says', async () => {
    serve(prompt('greeting', [version(1), version(2)], { experiments: [experiment()] }));
    const registry = await start();
    const answer = registry.loadPrompt('greeting', { conversationId: 'c1' });
    const trace = answer.trace({ agent: 'analyst', model: 'm', startedAt: 1_700_000_000_000 });
    trace.finish({ inputTokens: 10, outputTokens: 5, cost: 0.01, latencyMs: 120 });
    trace.finish({ inputTokens: 99 });
    const second = registry.trace(answer);
    expect(second.id).not.toBe(trace.id);
    const outcomeId = registry.outcome({
      traceId: trace.id,
      metric: 'confidence',
      value: 0.8,
      occurredAt: 1_700_000_000_000,
    });
    await eventually(
      'sent',
      () => server.count('/api/v1/traces') === 1 && server.count('/api/v1/outcomes') === 1,
    );
    expect(server.bodies('/api/v1/traces')[0]).toEqual({
      traces: [
        {
          id: answer.traceId,
          promptName: 'greeting',
          promptVersion: answer.version,
          contentHash: answer.contentHash,
          source: 'experiment',
          experimentId: 'e1',
          variant: answer.experiment?.variant,
          conversationId: 'c1',
          agent: 'analyst',
          model: 'm',
          startedAt: '2023-11-14T22:13:20.000Z',
          latencyMs: 120,
          inputTokens: 10,
          outputTokens: 5,
          cost: 0.01,
          status: 'ok',
        },
      ],
    });
    expect(server.bodies('/api/v1/outcomes')[0]).toEqual({
      outcomes: [
        {
          id: outcomeId,
          traceId: trace.id,
          metric: 'confidence',
          value: 0.8,
          occurredAt: '2023-11-14T22:13:20.000Z',
        },
      ],
    });
    expect(() => registry.outcome({ traceId: trace.id, metric: 'confidence', value: NaN })).toThrow(
      expect.objectContaining({ code: 'INVALID_VALUES' }) as Error,
    );
    await registry.close();
    expect(server.bodies('/api/v1/traces')[1]).toMatchObject({
      traces: [{ id: second.id, status: 'unfinished' }],
    });
  });

  it('report what the server did not take', async () => {
    serve(prompt('greeting'));
    server.intercept = ({ path }, response) =>
      path === '/api/v1/traces' &&
      (json(response, { rejected: [{ id: 'x', code: 'BAD', message: 'no' }] }), true);
    const registry = await start();
    registry.loadPrompt('greeting').trace().finish();
    await eventually('rejected', () => errors.some(({ code }) => code === 'ITEM_REJECTED'));
  });
});

describe('reports', () => {
  it('tell the server who serves what', async () => {
    serve(prompt('greeting'));
    await start({ service: 'analyst' });
    const reported = (): unknown[] => server.bodies('/api/v1/consumers');
    await eventually('report', () =>
      reported().some((body) => (body as { revision: number }).revision === 1),
    );
    expect(reported().at(-1)).toMatchObject({
      service: 'analyst',
      sdkVersion: '0.1.0',
      revision: 1,
      stale: false,
      source: 'memory',
    });
  });
});

describe('options', () => {
  it.each([
    [{ url: 'prompts.example' }, 'url'],
    [{ url: 'file:///etc/passwd' }, 'url'],
    [{ url: 'http://u:p@x' }, 'url'],
    [{ url: 'http://x' }, 'apiKey'],
    [{ url: 'http://x', apiKey: 'a\r\nb' }, 'apiKey'],
    [{ names: ['../x'] }, 'names'],
    [{ startDeadlineMs: NaN }, 'startDeadlineMs'],
  ])('refuses %j', (options, named) => {
    expect(() => new PromptRegistry(options)).toThrow(
      expect.objectContaining({
        code: 'CONFIGURATION',
        message: expect.stringContaining(named) as string,
      }) as Error,
    );
  });
});
