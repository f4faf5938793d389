import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assignVariant, hashConversation, positionOf, seedOf } from './assign';
import { murmur3 } from './murmur3';
import { variantRanges } from './variant-ranges';

interface AssignmentVectors {
  readonly hashes: readonly { readonly text: string; readonly seed: number; readonly hash: number }[];
  readonly assignments: readonly {
    readonly conversationId: string;
    readonly salt: string;
    readonly shares: readonly number[];
    readonly trafficShare: number;
    readonly range: readonly [number, number];
    readonly hash: number;
    readonly position: number;
    readonly variant: number;
  }[];
}

describe('assignment', () => {
  const vectors = JSON.parse(
    readFileSync(join(__dirname, '../vectors/assignment.json'), 'utf8'),
  ) as AssignmentVectors;

  it.each([
    ['', 1, 1364076727],
    ['foo', 0, 4138058784],
    ['a', 1, 1485495528],
    ['My 🚀 is full of 🦎.', 0, 1818098979],
    ['吉 星 高 照', 0, 3435142074],
  ])('hashes %j with seed %i as everyone does', (text, seed, expected) => {
    expect(murmur3(text, seed)).toBe(expected);
  });

  it('hashes a lone surrogate as TextEncoder writes it, and text beyond ASCII as its UTF-8 bytes wherever it starts', () => {
    for (const text of ['\ud800', 'a\udc00b', 'abcd\ud83d', '\ud800\ud800\udc00']) {
      expect(murmur3(text, 5)).toBe(murmur3(new TextDecoder().decode(new TextEncoder().encode(text)), 5));
    }
  });

  it('keeps every published vector', () => {
    expect(vectors.assignments.length).toBeGreaterThanOrEqual(1_000);
    for (const { text, seed, hash } of vectors.hashes) expect(murmur3(text, seed)).toBe(hash);
    const different = vectors.assignments.filter(
      ({ conversationId, salt, shares, trafficShare, range, hash, position, variant }) =>
        hashConversation(conversationId) !== hash ||
        positionOf(hash, seedOf(salt)) !== position ||
        assignVariant(
          conversationId,
          salt,
          shares.map((share) => ({ share })),
          trafficShare,
          range,
        ) !== variant,
    );
    expect(different).toEqual([]);
  });

  it('moves nobody when traffic grows', () => {
    const variants = [{ share: 0.2 }, { share: 0.5 }, { share: 0.3 }];
    for (let i = 0; i < 2_000; i++) {
      let before = -1;
      for (const trafficShare of [0, 0.01, 0.1, 0.5, 0.99, 1]) {
        const now = assignVariant(`c-${i}`, 'salt', variants, trafficShare);
        if (before >= 0) expect(now).toBe(before);
        before = now;
      }
      expect(before).toBeGreaterThanOrEqual(0);
    }
  });

  it('never gives two experiments of an exclusive layer the same conversation', () => {
    const half = [{ share: 0.5 }, { share: 0.5 }];
    for (let i = 0; i < 2_000; i++) {
      const first = assignVariant(`c-${i}`, 'layer', half, 1, [0, 0.3]);
      const second = assignVariant(`c-${i}`, 'layer', half, 1, [0.3, 1]);
      expect(first >= 0 !== second >= 0).toBe(true);
    }
  });
});

describe('variantRanges', () => {
  it('cuts the hash space at integers and leaves no gap', () => {
    expect(variantRanges([{ share: 0.5 }, { share: 0.5 }], 0.5)).toEqual([
      { start: 0, includedEnd: 2 ** 30, end: 2 ** 31 },
      { start: 2 ** 31, includedEnd: 2 ** 31 + 2 ** 30, end: 2 ** 32 },
    ]);
    const tenths = variantRanges(
      Array.from({ length: 10 }, () => ({ share: 0.1 })),
      1,
    );
    expect(tenths?.at(-1)?.end).toBe(2 ** 32);
    expect(tenths?.every((range, i) => range.start === (tenths[i - 1]?.end ?? 0))).toBe(true);
  });

  it.each([
    ['shares that miss 1', [0.5, 0.4], 1, [0, 1]],
    ['a negative share', [1.5, -0.5], 1, [0, 1]],
    ['no variants', [], 1, [0, 1]],
    ['a share that is no number', [NaN, 1], 1, [0, 1]],
    ['traffic above 1', [1], 1.1, [0, 1]],
    ['an empty range', [1], 1, [0.5, 0.5]],
    ['a range outside', [1], 1, [0, 1.5]],
  ] as const)('includes nobody with %s', (_, shares, trafficShare, range) => {
    expect(
      variantRanges(
        shares.map((share) => ({ share })),
        trafficShare,
        range,
      ),
    ).toBeNull();
  });
});
