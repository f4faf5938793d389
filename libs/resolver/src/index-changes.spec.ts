import { indexChanges } from './index-changes';
import { indexSnapshot } from './index-snapshot';
import { resolve } from './resolve';
import type { SnapshotPrompt } from './snapshot';
import { experiment, prompt, snapshot } from './testing/small-snapshot';

const createdAt = '2026-11-22T00:00:00Z';

describe('indexChanges', () => {
  const before = indexSnapshot(snapshot(prompt(), prompt({ id: 'p2', name: 'farewell' })));
  const change = (prompts: readonly SnapshotPrompt[], previousNames: readonly string[]) =>
    indexChanges(before, { revision: 10, createdAt, prompts, previousNames });

  it('answers as an index of the whole snapshot does', () => {
    const changed = prompt({ latest: 1, experiments: [experiment()] });
    const after = change([changed], ['greeting']);
    const whole = indexSnapshot({
      ...snapshot(changed, prompt({ id: 'p2', name: 'farewell' })),
      revision: 10,
    });
    for (let i = 0; i < 50; i++) {
      const request = { name: 'greeting', conversationId: `conv-${i}` };
      expect(resolve(after, request)).toEqual(resolve(whole, request));
    }
    expect([...after.prompts.keys()].sort()).toEqual([...whole.prompts.keys()].sort());
    expect(after.revision).toBe(10);
  });

  it('leaves the index before as it was', () => {
    change([prompt({ latest: 1 })], ['greeting']);
    expect(resolve(before, { name: 'greeting' })).toMatchObject({ version: 2, revision: 9 });
  });

  it('follows two prompts that swap their names', () => {
    const after = change(
      [prompt({ name: 'farewell', latest: 1 }), prompt({ id: 'p2', name: 'greeting' })],
      ['greeting', 'farewell'],
    );
    expect(resolve(after, { name: 'farewell' })).toMatchObject({ promptId: 'p1', version: 1 });
    expect(resolve(after, { name: 'greeting' })).toMatchObject({ promptId: 'p2', version: 2 });
  });

  it('forgets the name of a renamed prompt', () => {
    const after = change([prompt({ name: 'hello' })], ['greeting']);
    expect(resolve(after, { name: 'greeting' })).toMatchObject({ ok: false, code: 'UNKNOWN_PROMPT' });
    expect(resolve(after, { name: 'hello' })).toMatchObject({ ok: true });
  });

  it('remembers experiments that ended for everyone, and entries that cannot be read until they can', () => {
    const broken = change([{ ...prompt(), versions: null } as unknown as SnapshotPrompt], ['greeting']);
    expect(broken.unreadable).toEqual(['greeting']);
    const ended = prompt({ experiments: [experiment({ endedAt: 200, immediate: true })] });
    const mended = indexChanges(broken, {
      revision: 11,
      createdAt,
      prompts: [ended],
      previousNames: ['greeting'],
    });
    expect(mended.unreadable).toEqual([]);
    const later = indexChanges(mended, {
      revision: 12,
      createdAt,
      prompts: [prompt()],
      previousNames: ['greeting'],
    });
    expect(later.endedForAll.has('e1')).toBe(true);
  });
});
