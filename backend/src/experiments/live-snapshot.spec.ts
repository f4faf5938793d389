import { resolve, type SnapshotPrompt } from '@prompt-registry/resolver';
import { emptySnapshot, withChanges } from './live-snapshot';

const prompt = (id: string, name: string, words: string, archived = false): SnapshotPrompt => ({
  id,
  name,
  archived,
  serves: 'latest',
  latest: 1,
  labels: {},
  versions: [
    { version: 1, contentHash: words, type: 'text', templateFormat: 'none', content: words, config: {} },
  ],
  served: [],
  experiments: [],
});

const AT = '2026-01-31T09:30:00.000Z';

describe('withChanges', () => {
  const before = withChanges(emptySnapshot(24), [prompt('1', 'a', 'one'), prompt('2', 'b', 'two')], 5, AT);
  const words = (live: typeof before, name: string) => {
    const answer = resolve(live.index, { name });
    return answer.ok ? answer.contentHash : answer.code;
  };

  it('replaces what changed and keeps the rest, answers included', () => {
    const after = withChanges(before, [prompt('2', 'b', 'new')], 6, AT);
    expect([after.revision, words(after, 'a'), words(after, 'b')]).toEqual([6, 'one', 'new']);
    expect(resolve(after.index, { name: 'a' })).toBe(resolve(before.index, { name: 'a' }));
  });

  it('leaves the snapshot before as it was', () => {
    withChanges(before, [prompt('1', 'a', 'new')], 6, AT);
    expect(words(before, 'a')).toBe('one');
  });

  it('follows a change of names, also when two prompts swap theirs', () => {
    const renamed = withChanges(before, [prompt('1', 'c', 'one')], 6, AT);
    expect([words(renamed, 'a'), words(renamed, 'c')]).toEqual(['UNKNOWN_PROMPT', 'one']);
    const swapped = withChanges(before, [prompt('1', 'b', 'one'), prompt('2', 'a', 'two')], 6, AT);
    expect([words(swapped, 'a'), words(swapped, 'b')]).toEqual(['two', 'one']);
  });

  it('says of an archived prompt that it is archived', () => {
    expect(words(withChanges(before, [prompt('1', 'a', 'one', true)], 6, AT), 'a')).toBe('ARCHIVED');
  });
});
