import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolve, indexSnapshot } from '@prompt-registry/resolver';
import { eventually } from '../testing/eventually';
import { experiment, prompt, snapshot, version, withHash } from '../testing/fixtures';
import { problem, RegistryServer } from '../testing/registry-server';
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
    expect(registry.loadPrompt('greeting', { label: 'live' })).toMatchObject({
      text: 'words 1',
      source: 'label',
      label: 'live',
      reason: 'pinned_label',
    });
    expect(registry.loadPrompt('greeting', { version: 1 })).toMatchObject({
      text: 'words 1',
      source: 'version',
    });
  });

  it('renders chat prompts with placeholders', async () => {
    const content = [
      { role: 'system' as const, content: 'Be {tone}' },
      { type: 'placeholder' as const, name: 'history' },
    ];
    serve(
      prompt('chat', [
        withHash(1, { type: 'chat', templateFormat: 'f-string', content, config: { model: 'm' } }),
      ]),
    );
    const registry = await start();
    const answer = registry.loadPrompt('chat', {
      variables: { tone: 'kind', history: [{ role: 'user', content: '{x}' }] },
    });
    expect(answer).toMatchObject({
      type: 'chat',
      messages: [
        { role: 'system', content: 'Be kind' },
        { role: 'user', content: '{x}' },
      ],
      config: { model: 'm' },
    });
    expect(() => createLoadPrompt(registry)('chat', { tone: 'kind', history: [] })).toThrow(
      expect.objectContaining({ code: 'WRONG_PROMPT_TYPE' }) as Error,
    );
  });

  it('refuses with typed errors that name what is wrong', async () => {
    serve(
      prompt('greeting', [version(2, '{a} {b}')]),
      prompt('old', [version(1)], { archived: true }),
      prompt('empty', [], { serves: 'live' }),
    );
    const registry = await start();
    expect(() => registry.loadPrompt('greeting', { variables: { a: 1 } })).toThrow(MissingVariablesError);
    expect(() => registry.loadPrompt('greeting')).toThrow(
      expect.objectContaining({ code: 'MISSING_VARIABLES', missing: ['a', 'b'] }) as Error,
    );
    expect(() => registry.loadPrompt('greeting', { variables: { a: 1, b: Infinity } })).toThrow(
      InvalidValuesError,
    );
    expect(() => registry.loadPrompt('nobody')).toThrow(UnknownPromptError);
    expect(() => registry.loadPrompt('old')).toThrow(ArchivedPromptError);
    expect(() => registry.loadPrompt('empty')).toThrow(
      expect.objectContaining({ code: 'NOTHING_SERVED' }) as Error,
    );
    expect(() => registry.loadPrompt('greeting', { label: 'live' })).toThrow(UnknownLabelError);
    expect(() => registry.loadPrompt('greeting', { version: 1 })).toThrow(
      expect.objectContaining({ code: 'VERSION_NOT_LOADED' }) as Error,
    );
    expect(() => registry.loadPrompt('greeting', { version: 9 })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_VERSION' }) as Error,
    );
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
      expect([answer.version, answer.experiment]).toEqual(
        expected.ok && [expected.version, expected.experiment],
      );
      variants.add(answer.experiment?.variant);
    }
    expect([...variants].sort()).toEqual(['control', 'warm']);
    expect(registry.loadPrompt('greeting')).toMatchObject({
      reason: 'no_conversation',
      conversationId: null,
    });
  });
});

describe('a conversation', () => {
  it('keeps its words while others get new ones', async () => {
    serve(prompt('greeting', [version(1)]));
    const registry = await start();
    const conversation = registry.conversation('c1');
    expect(conversation.loadPrompt('greeting').text).toBe('words 1');
    server.publish(
      prompt('greeting', [version(1), version(2)], {
        served: [{ from: 0, to: Date.now(), version: 1, label: null }],
      }),
    );
    await eventually('change', () => registry.loadPrompt('greeting').text === 'words 2');
    expect(conversation.loadPrompt('greeting').text).toBe('words 1');
    expect(registry.conversation('c1').loadPrompt('greeting').text).toBe('words 1');
    expect(registry.conversation('c2').loadPrompt('greeting').text).toBe('words 2');
    expect(
      registry.conversation('c3', { startedAt: Date.now() - 60_000 }).loadPrompt('greeting'),
    ).toMatchObject({ text: 'words 1', reason: 'conversation_began_earlier' });
  });

  it('begins after the last change also when its clock is slow', async () => {
    const changedAt = Date.now() + 3_600_000;
    serve(
      prompt('greeting', [version(1), version(2)], {
        served: [{ from: 0, to: changedAt, version: 1, label: null }],
      }),
    );
    const registry = await start();
    expect(registry.conversation('c1').loadPrompt('greeting').text).toBe('words 2');
  });

  it('keeps words that came from a file when the registry appears, but not when the prompt is archived', async () => {
    writeFileSync(join(directory, 'greeting.md'), 'from the file');
    const registry = await start();
    const conversation = registry.conversation('c1');
    expect(conversation.loadPrompt('greeting')).toMatchObject({
      text: 'from the file',
      reason: 'not_in_registry',
      stale: false,
    });
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
    expect(registry.loadPrompt('greeting')).toMatchObject({
      text: 'Exactly these words',
      source: 'file',
      reason: 'entry_unusable',
      version: 1,
      contentHash: good.contentHash,
      stale: true,
    });
  });

  it('serve an agent without any server', async () => {
    writeFileSync(join(directory, 'greeting.md'), 'Hi {name}');
    const registry = await start({ url: undefined, apiKey: undefined });
    expect(createLoadPrompt(registry)('greeting', { name: 'Ada' })).toBe('Hi Ada');
    expect(registry.status()).toMatchObject({ source: 'none', stale: true, revision: 0 });
  });
});
