import { DomainError } from '../problems/domain-error';
import { acceptsGzip, keyOf, readNames } from './snapshot-input';

describe('readNames', () => {
  it('takes none, one and several', () => {
    expect(readNames({})).toBeNull();
    expect([...(readNames({ names: 'a' }) ?? [])]).toEqual(['a']);
    expect([...(readNames({ names: ['b', 'a', 'b'] }) ?? [])]).toEqual(['a', 'b']);
  });

  it.each([
    { names: '' },
    { names: ['a', ''] },
    { names: 'x'.repeat(201) },
    { names: Array(1_001).fill('a') },
    { name: 'a' },
  ])('refuses %j', (query) => expect(() => readNames(query)).toThrow(DomainError));

  it('counts characters, not UTF-16 units', () =>
    expect(readNames({ names: '🚀'.repeat(200) })?.size).toBe(1));

  it('knows the same names in another order by one key', () => {
    expect(keyOf(readNames({ names: ['b', 'a'] }))).toBe(keyOf(readNames({ names: ['a', 'b'] })));
    expect(keyOf(readNames({ names: ['a,b'] }))).not.toBe(keyOf(readNames({ names: ['a', 'b'] })));
  });
});

describe('acceptsGzip', () => {
  it.each(['gzip', 'GZIP', 'br, gzip;q=0.5', 'deflate, gzip;q=1.0, *;q=0', '*', 'x-gzip'])(
    'takes "%s"',
    (header) => expect(acceptsGzip(header)).toBe(true),
  );
  it.each([undefined, '', 'identity', 'gzip;q=0', 'gzip; q=0.000, *', 'br', '*;q=0', 'gzip;q=no'])(
    'does not take "%s"',
    (header) => expect(acceptsGzip(header)).toBe(false),
  );
});
