import { assignVariant } from './assign';
import { indexSnapshot } from './index-snapshot';
import { resolve } from './resolve';
import type { ResolveRequest } from './resolution';
import type { Snapshot, SnapshotPrompt } from './snapshot';
import { experiment, prompt, snapshot, version } from './testing/small-snapshot';

const ask = (entry: SnapshotPrompt, request: Omit<ResolveRequest, 'name'> = {}) =>
  resolve(indexSnapshot(snapshot(entry)), { name: entry.name, ...request });

describe('resolve', () => {
  it('answers with words and their provenance', () => {
    const words = version(2);
    expect(ask(prompt({ versions: [words] }))).toEqual({
      ok: true,
      promptId: 'p1',
      name: 'greeting',
      version: 2,
      type: 'text',
      content: words,
      contentHash: 'hash-2',
      source: 'latest',
      reason: 'no_experiment',
      label: null,
      experiment: null,
      revision: 9,
    });
  });

  it('prefers an explicit version to everything, and a label to the experiment', () => {
    const entry = prompt({ labels: { staging: 1 }, experiments: [experiment()] });
    expect(ask(entry, { version: 1, label: 'staging', conversationId: 'c' })).toMatchObject({
      version: 1,
      source: 'version',
      reason: 'pinned_version',
      experiment: null,
    });
    expect(ask(entry, { label: 'staging', conversationId: 'c' })).toMatchObject({
      version: 1,
      source: 'label',
      label: 'staging',
      reason: 'pinned_label',
    });
    expect(ask(entry, { label: 'latest', conversationId: 'c' })).toMatchObject({ source: 'experiment' });
  });

  it('takes the served label, asked for by name, as a plain resolve', () => {
    const entry = prompt({ serves: 'production', labels: { production: 1 }, experiments: [experiment()] });
    expect(ask(entry, { label: 'production', conversationId: 'c' })).toMatchObject({
      source: 'experiment',
      reason: 'assigned',
    });
    expect(ask(entry, { label: 'production' })).toMatchObject({
      source: 'label',
      label: 'production',
      version: 1,
      reason: 'no_conversation',
    });
    expect(ask(entry, { label: 'latest', conversationId: 'c' })).toMatchObject({
      source: 'latest',
      version: 2,
      reason: 'pinned_label',
    });
  });

  it('assigns as assignVariant does, by the salt of the layer when there is one', () => {
    const layer = { name: 'l', mode: 'exclusive' as const, salt: 'layer', range: [0.2, 0.9] as const };
    const shares = [{ share: 0.5 }, { share: 0.5 }];
    for (let i = 0; i < 500; i++) {
      const conversationId = `c-${i}`;
      const plain = ask(prompt({ experiments: [experiment()] }), { conversationId });
      expect(plain).toMatchObject({
        experiment: {
          id: 'e1',
          name: 'tone',
          variant: ['control', 'warm'][assignVariant(conversationId, 'tone', shares, 1)],
        },
      });
      const layered = ask(prompt({ experiments: [experiment({ layer })] }), { conversationId });
      const expected = assignVariant(conversationId, 'layer', shares, 1, [0.2, 0.9]);
      expect(layered).toMatchObject(
        expected < 0 ? { reason: 'not_in_traffic' } : { version: expected + 1, source: 'experiment' },
      );
    }
  });

  it.each([
    ['no conversation', {}, experiment(), 'no_conversation'],
    ['an empty conversation id', { conversationId: '' }, experiment(), 'no_conversation'],
    [
      'no traffic',
      { conversationId: 'c' },
      experiment({ steps: [{ from: 0, status: 'running', trafficShare: 0 }] }),
      'not_in_traffic',
    ],
    [
      'a pause',
      { conversationId: 'c' },
      experiment({ steps: [{ from: 0, status: 'paused', trafficShare: 1 }] }),
      'paused',
    ],
    [
      'a hash of the future',
      { conversationId: 'c' },
      experiment({ hashVersion: 2 }),
      'hash_version_unsupported',
    ],
    [
      'shares that miss 1',
      { conversationId: 'c' },
      experiment({ variants: [{ name: 'a', version: 1, share: 0.3 }] }),
      'experiment_invalid',
    ],
    [
      'a variant that is not in the snapshot',
      { conversationId: 'c' },
      experiment({ variants: [{ name: 'a', version: 5, share: 1 }] }),
      'experiment_invalid',
    ],
    ['an experiment that ended', { conversationId: 'c' }, experiment({ endedAt: 200 }), 'no_experiment'],
  ] as const)('serves the prompt and says why with %s', (_, request, trial, reason) => {
    expect(ask(prompt({ experiments: [trial] }), request)).toMatchObject({
      ok: true,
      version: 2,
      source: 'latest',
      reason,
      experiment: null,
    });
  });

  it.each([
    [
      'an unknown version that may exist',
      prompt({ latest: 4 }),
      { version: 3 },
      { code: 'UNKNOWN_VERSION', version: 3, notInSnapshot: true },
    ],
    [
      'a version that cannot exist',
      prompt(),
      { version: 3 },
      { code: 'UNKNOWN_VERSION', notInSnapshot: false },
    ],
    [
      'a version that is no number',
      prompt(),
      { version: NaN },
      { code: 'UNKNOWN_VERSION', notInSnapshot: false },
    ],
    ['an unknown label', prompt(), { label: 'x' }, { code: 'UNKNOWN_LABEL' }],
    ['a label from the prototype', prompt(), { label: 'toString' }, { code: 'UNKNOWN_LABEL' }],
    ['an archived prompt', prompt({ archived: true }), { version: 1 }, { code: 'ARCHIVED' }],
    ['a prompt without versions', prompt({ latest: 0, versions: [] }), {}, { code: 'NOTHING_SERVED' }],
    ['a served label that is not set', prompt({ serves: 'production' }), {}, { code: 'NOTHING_SERVED' }],
    [
      'a served version that is not in the snapshot',
      prompt({ latest: 3 }),
      {},
      { code: 'UNKNOWN_VERSION', version: 3, notInSnapshot: true },
    ],
  ] as const)('fails as a value for %s', (_, entry, request, expected) => {
    expect(ask(entry, request)).toMatchObject({ ok: false, name: 'greeting', revision: 9, ...expected });
  });

  it('knows only the prompts of the snapshot', () => {
    const index = indexSnapshot(snapshot(prompt()));
    for (const name of ['other', '', '__proto__', 'toString'])
      expect(resolve(index, { name })).toMatchObject({ ok: false, code: 'UNKNOWN_PROMPT', name });
  });

  it('survives entries it cannot read, and serves the others', () => {
    const odd = [
      null,
      7,
      {},
      { name: 'a' },
      { name: 'b', versions: null, experiments: [], served: [] },
      { ...prompt({ name: 'c' }), experiments: [null] },
      { ...prompt({ name: 'd' }), versions: [null, 1] },
      { ...prompt({ name: 'e' }), labels: null },
      { ...prompt({ name: 'f' }), versions: [{ version: 2 }] },
    ];
    const index = indexSnapshot({ ...snapshot(), prompts: [...odd, prompt()] } as unknown as Snapshot);
    expect(resolve(index, { name: 'greeting' })).toMatchObject({ ok: true });
    for (const name of ['a', 'b', 'c', 'e'])
      expect(resolve(index, { name, conversationId: 'x' })).toMatchObject({
        ok: false,
        code: 'INVALID_ENTRY',
      });
    for (const name of ['d', 'f'])
      expect(resolve(index, { name })).toMatchObject({ ok: false, code: 'UNKNOWN_VERSION' });
    expect(index.unreadable).toEqual([
      '(without a name)',
      '(without a name)',
      '(without a name)',
      'a',
      'b',
      'c',
      'e',
    ]);
  });

  it('hands out the same frozen answer each time', () => {
    const index = indexSnapshot(snapshot(prompt({ experiments: [experiment()] })));
    const answer = resolve(index, { name: 'greeting', conversationId: 'c' });
    expect(resolve(index, { name: 'greeting', conversationId: 'c' })).toBe(answer);
    expect(Object.isFrozen(answer)).toBe(true);
  });
});

describe('resolve for a conversation that has begun', () => {
  const past = { conversationId: 'c', now: 1_000 };
  const served = [{ from: 50, to: 500, version: 1, label: null }];

  it('keeps what was served when it began', () => {
    expect(ask(prompt({ served }), { ...past, conversationStartedAt: 499 })).toMatchObject({
      version: 1,
      reason: 'conversation_began_earlier',
    });
    expect(ask(prompt({ served }), { ...past, conversationStartedAt: 500 })).toMatchObject({
      version: 2,
      reason: 'no_experiment',
    });
    expect(ask(prompt({ served }), { ...past, conversationStartedAt: 10 })).toMatchObject({ version: 1 });
    expect(ask(prompt({ served }), { conversationId: 'c', conversationStartedAt: 499 })).toMatchObject({
      version: 1,
    });
  });

  it('gets the present when it began too long ago, in the future, or at no time', () => {
    const index = indexSnapshot({ ...snapshot(prompt({ served })), pinHours: 600 / 3_600_000 });
    for (const conversationStartedAt of [399, 2_000, NaN])
      expect(resolve(index, { name: 'greeting', ...past, conversationStartedAt })).toMatchObject({
        version: 2,
      });
    expect(resolve(index, { name: 'greeting', ...past, conversationStartedAt: 400 })).toMatchObject({
      version: 1,
    });
  });

  it('stays out of an experiment that started later, and in one that was paused or ended since', () => {
    const running = experiment({
      steps: [
        { from: 100, status: 'running', trafficShare: 1 },
        { from: 300, status: 'paused', trafficShare: 1 },
      ],
    });
    const entry = prompt({ experiments: [running] });
    expect(ask(entry, { ...past, conversationStartedAt: 99 })).toMatchObject({
      source: 'latest',
      reason: 'conversation_began_earlier',
    });
    expect(ask(entry, { ...past, conversationStartedAt: 100 })).toMatchObject({ source: 'experiment' });
    expect(ask(entry, { ...past, conversationStartedAt: 300 })).toMatchObject({
      source: 'latest',
      reason: 'paused',
    });
    expect(
      ask(prompt({ experiments: [{ ...running, endedAt: 400 }] }), { ...past, conversationStartedAt: 299 }),
    ).toMatchObject({ source: 'experiment' });
  });

  it('leaves an experiment that was ended for everyone at once', () => {
    const ended = experiment({ endedAt: 400, immediate: true });
    expect(ask(prompt({ experiments: [ended] }), { ...past, conversationStartedAt: 200 })).toMatchObject({
      source: 'latest',
      reason: 'experiment_ended',
      experiment: null,
    });
  });
});
