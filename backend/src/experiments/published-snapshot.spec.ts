import type { SnapshotPrompt } from '@prompt-registry/resolver';
import { emptySnapshot, withChanges } from './live-snapshot';
import { difference, lacksSome, publish, publishChange } from './published-snapshot';
import { SnapshotBodies } from './snapshot-bodies';

const AT = '2026-01-31T09:30:00.000Z';
const prompt = (id: string, name: string, latest = 1): SnapshotPrompt => ({
  id,
  name,
  serves: 'latest',
  latest,
  labels: {},
  versions: [],
  served: [],
  experiments: [],
});
const live = (revision: number, ...prompts: SnapshotPrompt[]) =>
  withChanges(emptySnapshot(24), prompts, revision, AT);

describe('a published snapshot', () => {
  const before = live(5, prompt('1', 'a'), prompt('2', 'b'));
  const [a2, renamed] = [prompt('1', 'a', 2), prompt('1', 'c')];

  it('followed change by change has the tag of the one made at once, in whatever order', () => {
    const after = withChanges(before, [a2], 6, AT);
    const followed = publishChange(publish(before, null), after, [a2]);
    expect(followed.etag).toBe(publish(live(6, prompt('2', 'b'), a2), null).etag);
    expect(followed.etag).not.toBe(publish(live(6, prompt('1', 'a'), prompt('2', 'b')), null).etag);
  });

  it('of some names follows a prompt that comes under them, and one that leaves them', () => {
    const after = withChanges(before, [renamed], 6, AT);
    for (const names of [['a'], ['c'], ['a', 'c'], ['b'], []].map((list) => new Set(list)))
      expect(publishChange(publish(before, names), after, [renamed]).etag).toBe(publish(after, names).etag);
  });

  it('can be told by its difference, unless a prompt has left it', () => {
    const after = withChanges(before, [renamed], 6, AT);
    const told = (...list: string[]) => {
      const names = new Set(list);
      return difference(publish(before, names), publish(after, names), [renamed]);
    };
    expect(told('c')).toEqual([renamed]);
    expect(told('a', 'c')).toEqual([renamed]);
    expect(told('b')).toEqual([]);
    expect(told('a')).toBeNull();
    expect(difference(publish(before, null), publish(after, null), [renamed])).toEqual([renamed]);
  });

  it('leaves out of its difference what was read again without a change', () => {
    const same = prompt('2', 'b');
    expect(difference(publish(before, null), publish(before, null), [a2, same])).toEqual([a2]);
  });

  it('lacks a prompt that is not there any more', () => {
    expect(lacksSome(before, live(4, prompt('1', 'a')))).toBe(true);
    expect(lacksSome(live(4, prompt('1', 'a')), before)).toBe(false);
  });
});

describe('a body', () => {
  const published = (revision: number) => publish(live(revision, prompt('1', 'a')), null);

  it('is made once for all who ask, and not again until something changes', async () => {
    const now = published(1);
    const bodies = new SnapshotBodies(() => now, false);
    const [one, two] = await Promise.all([bodies.newest(), bodies.newest()]);
    expect(one).toBe(two);
    expect(await bodies.newest()).toBe(one);
    expect(JSON.parse(one.bytes.toString())).toEqual({
      revision: 1,
      createdAt: AT,
      pinHours: 24,
      prompts: [prompt('1', 'a')],
    });
  });

  it('is never older than the question', async () => {
    let now = published(1);
    const bodies = new SnapshotBodies(() => now, true);
    const first = bodies.newest();
    now = published(2);
    const [second, third] = [bodies.newest(), bodies.newest()];
    expect((await first).etag).toMatch(/^"1-/);
    expect((await second).etag).toMatch(/^"2-/);
    expect(await third).toBe(await second);
  });

  it('of nothing is an empty list', async () => {
    const { bytes } = await new SnapshotBodies(() => publish(emptySnapshot(24), null), false).newest();
    expect(JSON.parse(bytes.toString()).prompts).toEqual([]);
  });
});
