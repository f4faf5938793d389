import { digest, FOREIGN_PREFIX, looksMistyped, makeKey, prefixOf } from './key-format';

describe('an API key', () => {
  it('has a public prefix, at least 160 random bits and a checksum', () => {
    const key = makeKey();
    expect(key).toMatch(/^pr_[0-9A-Za-z]{8}_[0-9A-Za-z]{36}$/);
    expect(Math.log2(62) * 30).toBeGreaterThan(160);
    expect(prefixOf(key)).toBe(key.slice(0, 11));
  });

  it('is never made twice', () => {
    expect(new Set(Array.from({ length: 1_000 }, makeKey)).size).toBe(1_000);
  });

  it('is told apart from one with any character changed or missing', () => {
    const key = makeKey();
    expect(looksMistyped(key)).toBe(false);
    for (let i = 3; i < key.length; i++) {
      if (key[i] !== '_')
        expect(looksMistyped(key.slice(0, i) + (key[i] === 'a' ? 'b' : 'a') + key.slice(i + 1))).toBe(true);
      expect(looksMistyped(key.slice(0, i))).toBe(true);
    }
    expect(looksMistyped(`pr_AB345678_${'x'.repeat(36)}`)).toBe(true);
  });

  it('has the CRC-32 of all before it in base 62 at its end, as another implementation computed it', () => {
    expect(looksMistyped('pr_4fK2b9Xq_nV0dXq7b3JmC8sYtG5hRwZ2kLpE1aU1OvJ98')).toBe(false);
  });

  it('says nothing of a key made elsewhere', () => {
    expect(prefixOf('a-key-from-the-configuration')).toBe(FOREIGN_PREFIX);
    expect(looksMistyped('a-key-from-the-configuration')).toBe(false);
  });

  it('is stored as the SHA-256 of its characters', () => {
    expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
