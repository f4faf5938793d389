import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolve, indexSnapshot } from '@prompt-registry/resolver';
import { eventually } from '../testing/eventually';
import { experiment, prompt, snapshot, version, withHash } from '../testing/fixtures';
import { json, problem, RegistryServer } from '../testing/registry-server';
import {
  ArchivedPromptError,
  createLoadPrompt,
  InvalidValuesError,
  MissingVariablesError,
  PromptRegistry,
  type PromptRegistryError,
  type RegistryOptions,
  UnknownLabelError,
  UnknownPromptError,
  UnknownVersionError,
} from './index';

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
    closeDeadlineMs: 300,
    startDeadlineMs: 2_000,
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

describe('loadPrompt', () => {
  it('gives finished words with their provenance', async () => {
    serve(prompt('greeting', [version(1), version(2, 'Hello {city}')], { labels: { live: 1 } }));
    const registry = await start();
    const answer = registry.loadPrompt('greeting', { variables: { city: 'Oslo' }, conversationId: 'c1' });
    expect({ ...answer }).toMatchObject({
      type: 'text',
      text: 'Hello Oslo',
      promptId: 'id-greeting',
      name: 'greeting',
      version: 2,
      contentHash: version(2, 'Hello {city}').contentHash,
      source: 'latest',
      reason: 'no_experiment',
      label: null,
      experiment: null,
      variables: ['city'],
      config: {},
      revision: 1,
      stale: false,
      conversationId: 'c1',
    });
    expect(answer.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(registry.loadPrompt('greeting', { label: 'live' })).toMatchObject({ text: 'words 1', source: 'label', label: 'live', reason: 'pinned_label' });
    expect(registry.loadPrompt('greeting', { version: 1 })).toMatchObject({ text: 'words 1', source: 'version' });
  });

  it('renders chat prompts with placeholders', async () => {
    const content = [{ role: 'system' as const, content: 'Be {tone}' }, { type: 'placeholder' as const, name: 'history' }];
    serve(prompt('chat', [withHash(1, { type: 'chat', templateFormat: 'f-string', content, config: { model: 'm' } })]));
    const registry = await start();
    const answer = registry.loadPrompt('chat', { variables: { tone: 'kind', history: [{ role: 'user', content: '{x}' }] } });
    expect(answer).toMatchObject({ type: 'chat', messages: [{ role: 'system', content: 'Be kind' }, { role: 'user', content: '{x}' }], config: { model: 'm' } });
    expect(() => createLoadPrompt(registry)('chat', { tone: 'kind', history: [] })).toThrow(expect.objectContaining({ code: 'WRONG_PROMPT_TYPE' }) as Error);
  });

  it('refuses with typed errors that name what is wrong', async () => {
    serve(prompt('greeting', [version(2, '{a} {b}')]), prompt('old', [version(1)], { archived: true }), prompt('empty', [], { serves: 'live' }));
    const registry = await start();
    expect(() => registry.loadPrompt('greeting', { variables: { a: 1 } })).toThrow(MissingVariablesError);
    expect(() => registry.loadPrompt('greeting')).toThrow(expect.objectContaining({ code: 'MISSING_VARIABLES', missing: ['a', 'b'] }) as Error);
    expect(() => registry.loadPrompt('greeting', { variables: { a: 1, b: Infinity } })).toThrow(InvalidValuesError);
    expect(() => registry.loadPrompt('nobody')).toThrow(UnknownPromptError);
    expect(() => registry.loadPrompt('old')).toThrow(ArchivedPromptError);
    expect(() => registry.loadPrompt('empty')).toThrow(expect.objectContaining({ code: 'NOTHING_SERVED' }) as Error);
    expect(() => registry.loadPrompt('greeting', { label: 'live' })).toThrow(UnknownLabelError);
    expect(() => registry.loadPrompt('greeting', { version: 1 })).toThrow(expect.objectContaining({ code: 'VERSION_NOT_LOADED' }) as Error);
    expect(() => registry.loadPrompt('greeting', { version: 9 })).toThrow(expect.objectContaining({ code: 'UNKNOWN_VERSION' }) as Error);
    await expect(registry.loadPromptAsync('greeting', { version: 1 })).rejects.toThrow(UnknownVersionError);
    expect(() => registry.loadPrompt('toString')).toThrow(UnknownPromptError);
  });

  it('agrees with the resolver on every variant', async () => {
    const entry = prompt('greeting', [version(1), version(2)], { experiments: [experiment()] });
    serve(entry);
    const registry = await start();
    const index = indexSnapshot(snapshot(1, [entry]));
    const variants = new Set<string | undefined>();
    for (let i = 0; i < 500; i++) {
      const conversationId = `conv-${i}`;
      const expected = resolve(index, { name: 'greeting', conversationId });
      const answer = registry.loadPrompt('greeting', { conversationId });
      expect([answer.version, answer.experiment]).toEqual(expected.ok && [expected.version, expected.experiment]);
      variants.add(answer.experiment?.variant);
    }
    expect([...variants].sort()).toEqual(['control', 'warm']);
    expect(registry.loadPrompt('greeting')).toMatchObject({ reason: 'no_conversation', conversationId: null });
  });

  it('writes its provenance to the active span, and does not mind a span that fails', async () => {
    serve(prompt('greeting', [version(1), version(2)], { experiments: [experiment()] }));
    const attributes: Record<string, unknown> = {};
    const registry = await start({ getActiveSpan: () => ({ setAttribute: (key, value) => (attributes[key] = value) }) });
    const answer = registry.loadPrompt('greeting', { conversationId: 'c1' });
    expect(attributes).toEqual({
      'prompt.name': 'greeting',
      'prompt.source': 'experiment',
      'prompt.trace_id': answer.traceId,
      'prompt.id': 'id-greeting',
      'prompt.version': answer.version,
      'prompt.content_hash': answer.contentHash,
      'prompt.experiment_id': 'e1',
      'prompt.variant': answer.experiment?.variant,
    });
    const failing = await start({ getActiveSpan: () => { throw new Error('no span'); } });
    expect(failing.loadPrompt('greeting').version).toBe(2);
  });
});

describe('a conversation', () => {
  it('keeps its words while others get new ones', async () => {
    serve(prompt('greeting', [version(1)]));
    const registry = await start();
    const conversation = registry.conversation('c1');
    expect(conversation.loadPrompt('greeting').text).toBe('words 1');
    server.publish(prompt('greeting', [version(1), version(2)], { served: [{ from: 0, to: Date.now(), version: 1, label: null }] }));
    await eventually('change', () => registry.loadPrompt('greeting').text === 'words 2');
    expect(conversation.loadPrompt('greeting').text).toBe('words 1');
    expect(registry.conversation('c1').loadPrompt('greeting').text).toBe('words 1');
    expect(registry.conversation('c2').loadPrompt('greeting').text).toBe('words 2');
    expect(registry.conversation('c3', { startedAt: Date.now() - 60_000 }).loadPrompt('greeting')).toMatchObject({ text: 'words 1', reason: 'conversation_began_earlier' });
  });

  it('begins after the last change also when its clock is slow', async () => {
    const changedAt = Date.now() + 3_600_000;
    serve(prompt('greeting', [version(1), version(2)], { served: [{ from: 0, to: changedAt, version: 1, label: null }] }));
    const registry = await start();
    expect(registry.conversation('c1').loadPrompt('greeting').text).toBe('words 2');
  });

  it('keeps words that came from a file when the registry appears, but not when the prompt is archived', async () => {
    writeFileSync(join(directory, 'greeting.md'), 'from the file');
    const registry = await start();
    const conversation = registry.conversation('c1');
    expect(conversation.loadPrompt('greeting')).toMatchObject({ text: 'from the file', reason: 'not_in_registry', stale: false });
    server.publish(prompt('greeting'));
    await eventually('change', () => registry.loadPrompt('greeting').text === 'words 1');
    expect(conversation.loadPrompt('greeting').text).toBe('from the file');
    server.publish(prompt('greeting', [], { archived: true }));
    await eventually('archived', () => registry.status().revision === 3);
    expect(() => conversation.loadPrompt('greeting')).toThrow(ArchivedPromptError);
  });
});

describe('prompt files', () => {
  it('stand in for what the registry does not have, never for what it has archived (C9)', async () => {
    writeFileSync(join(directory, 'greeting.md'), 'Hi {{name}}');
    const registry = await start();
    const loadPrompt = createLoadPrompt(registry);
    expect(loadPrompt('greeting', { name: 'Ada' })).toBe('Hi Ada');
    server.publish(prompt('greeting', [], { archived: true }));
    await eventually('archived', () => registry.status().revision === 2);
    expect(() => loadPrompt('greeting', { name: 'Ada' })).toThrow(ArchivedPromptError);
  });

  it('stay archived after a restart without the server (C9)', async () => {
    writeFileSync(join(directory, 'greeting.md'), 'Hi');
    serve(prompt('greeting', [], { archived: true }));
    const snapshotFile = join(directory, 'kept.snapshot');
    await (await start({ snapshotFile })).close();
    server.intercept = (_, response) => (problem(response, 503, 'down'), true);
    const restarted = await start({ snapshotFile });
    expect(restarted.status()).toMatchObject({ source: 'snapshot_file', stale: true });
    expect(() => restarted.loadPrompt('greeting')).toThrow(ArchivedPromptError);
  });

  it('carry a version when the registry told which one has these words', async () => {
    const good = version(1, 'Exactly these words', 'none');
    writeFileSync(join(directory, 'greeting.md'), 'Exactly these words');
    serve(prompt('greeting', [{ ...good, content: 'tampered' } as typeof good]));
    const registry = await start();
    expect(errors.map(({ code }) => code)).toContain('SNAPSHOT_REJECTED');
    expect(registry.loadPrompt('greeting')).toMatchObject({ text: 'Exactly these words', source: 'file', reason: 'entry_unusable', version: 1, contentHash: good.contentHash, stale: true });
  });

  it('serve an agent without any server', async () => {
    writeFileSync(join(directory, 'greeting.md'), 'Hi {name}');
    const registry = await start({ url: undefined, apiKey: undefined });
    expect(createLoadPrompt(registry)('greeting', { name: 'Ada' })).toBe('Hi Ada');
    expect(registry.status()).toMatchObject({ source: 'none', stale: true, revision: 0 });
  });
});

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
      onError: () => { throw new Error('onError'); },
      onChange: () => Promise.reject(new Error('onChange')),
    });
    for (let i = 2; i < 6; i++) {
      await eventually('stream', () => server.count('/api/v1/snapshot/events') === i - 1 && server.openStreams === 1);
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
    const failed = await registry.preload([{ name: 'greeting', version: 3 }, { name: 'greeting', version: 4 }, { name: 'greeting', version: 2 }, { name: 'greeting', version: 5 }]);
    expect(failed.map(({ code }) => code)).toEqual(['INVALID_ANSWER', 'UNKNOWN_VERSION']);
    expect(registry.loadPrompt('greeting', { version: 3 })).toMatchObject({ text: 'words 3', promptId: 'id-greeting', source: 'version' });
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
    const outcomeId = registry.outcome({ traceId: trace.id, metric: 'confidence', value: 0.8, occurredAt: 1_700_000_000_000 });
    await eventually('sent', () => server.count('/api/v1/traces') === 1 && server.count('/api/v1/outcomes') === 1);
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
      outcomes: [{ id: outcomeId, traceId: trace.id, metric: 'confidence', value: 0.8, occurredAt: '2023-11-14T22:13:20.000Z' }],
    });
    expect(() => registry.outcome({ traceId: trace.id, metric: 'confidence', value: NaN })).toThrow(expect.objectContaining({ code: 'INVALID_VALUES' }) as Error);
    await registry.close();
    expect(server.bodies('/api/v1/traces')[1]).toMatchObject({ traces: [{ id: second.id, status: 'unfinished' }] });
  });

  it('report what the server did not take', async () => {
    serve(prompt('greeting'));
    server.intercept = ({ path }, response) => path === '/api/v1/traces' && (json(response, { rejected: [{ id: 'x', code: 'BAD', message: 'no' }] }), true);
    const registry = await start();
    registry.loadPrompt('greeting').trace().finish();
    await eventually('rejected', () => errors.some(({ code }) => code === 'ITEM_REJECTED'));
  });

  it('wait quietly while the server has no such endpoint', async () => {
    serve(prompt('greeting'));
    server.intercept = ({ path }, response) => path === '/api/v1/traces' && (problem(response, 404, 'no'), true);
    const registry = await start();
    registry.loadPrompt('greeting').trace().finish();
    await eventually('tried', () => server.count('/api/v1/traces') === 1);
    await eventually('kept', () => registry.status().queued === 1);
    await registry.close();
    expect(errors).toEqual([]);
  });
});

describe('reports', () => {
  it('tell the server who serves what', async () => {
    serve(prompt('greeting'));
    await start({ service: 'analyst' });
    await eventually('report', () => server.count('/api/v1/consumers') >= 1);
    expect(server.bodies('/api/v1/consumers')[0]).toMatchObject({ service: 'analyst', sdkVersion: '0.1.0', revision: 1, stale: false, source: 'memory' });
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
    expect(() => new PromptRegistry(options)).toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringContaining(named) as string }) as Error);
  });
});
