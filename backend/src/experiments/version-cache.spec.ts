import type { SnapshotVersion } from '@prompt-registry/resolver';
import { VersionCache } from './version-cache';

const version = (content: string): SnapshotVersion => ({
  version: 1,
  contentHash: '',
  type: 'text',
  templateFormat: 'none',
  content,
  config: {},
});

describe('VersionCache', () => {
  it('forgets the least recently used version beyond its number of entries', () => {
    const cache = new VersionCache(2);
    cache.set('a', version('a'));
    cache.set('b', version('b'));
    cache.get('a');
    cache.set('c', version('c'));
    expect([cache.get('a')?.content, cache.get('b'), cache.get('c')?.content]).toEqual(['a', undefined, 'c']);
  });

  it('forgets as many as a large version needs the room of', () => {
    const cache = new VersionCache(100, 40);
    for (const key of ['a', 'b', 'c']) cache.set(key, version('0123456789'));
    cache.set('d', version('x'.repeat(25)));
    expect(['a', 'b', 'c', 'd'].filter((key) => cache.get(key))).toEqual(['c', 'd']);
  });

  it('does not count a version twice that is set again', () => {
    const cache = new VersionCache(100, 30);
    for (let i = 0; i < 10; i++) cache.set('a', version('0123456789'));
    cache.set('b', version('0123456789'));
    expect(cache.get('a')).toBeDefined();
  });
});
