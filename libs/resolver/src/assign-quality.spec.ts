import { hashConversation, positionOf, seedOf } from './assign';

// Deterministic ids: a statistics test must not fail once in a thousand runs.
const COUNT = 60_000;
const hex = (value: number, digits: number): string =>
  (value >>> 0).toString(16).padStart(8, '0').slice(0, digits);
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}
const next = generator(1);
const uuid = (head: string, version: string): string =>
  `${head}-${version}${hex(next(), 3)}-a${hex(next(), 3)}-${hex(next(), 8)}${hex(next(), 4)}`;
const SETS: readonly (readonly [string, readonly string[]])[] = [
  ['uuid v4', Array.from({ length: COUNT }, () => uuid(`${hex(next(), 8)}-${hex(next(), 4)}`, '4'))],
  [
    'uuid v7',
    Array.from({ length: COUNT }, (_, i) => {
      const time = (0x190f5a00000 + i * 7).toString(16).padStart(12, '0');
      return uuid(`${time.slice(0, 8)}-${time.slice(8)}`, '7');
    }),
  ],
  ['conv-n', Array.from({ length: COUNT }, (_, i) => `conv-${i}`)],
  ['n', Array.from({ length: COUNT }, (_, i) => String(i))],
];
const SALTS = ['exp-1', 'exp-2', 'exp-9'];

function z(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (chiSquare - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1));
}
type Hash = (id: string, salt: string) => number;
const cell = (position: number, cells: number): number => Math.floor((position / 2 ** 32) * cells);
function table(first: ArrayLike<number>, second: ArrayLike<number>, shift = 0): number[] {
  const counts = new Array<number>(400).fill(0);
  for (let i = 0; i + shift < first.length; i++) {
    const at = cell(first[i] ?? 0, 20) * 20 + cell(second[i + shift] ?? 0, 20);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}
/** The worst |z| of uniformity, independence between experiments and independence between neighbours. */
function worst(hash: Hash, ids: readonly string[]): number {
  const bySalt = SALTS.map((salt) => Float64Array.from(ids, (id) => hash(id, salt)));
  const zs = bySalt.flatMap((positions, i) => {
    const counts = new Array<number>(1_000).fill(0);
    for (const position of positions)
      counts[cell(position, 1_000)] = (counts[cell(position, 1_000)] ?? 0) + 1;
    return [
      z(counts),
      z(table(positions, positions, 1)),
      z(table(positions, bySalt[(i + 1) % bySalt.length] ?? positions)),
    ];
  });
  return Math.max(...zs.map(Math.abs));
}

const seeds = new Map(SALTS.map((salt) => [salt, seedOf(salt)]));
const ours: Hash = (id, salt) => positionOf(hashConversation(id), seeds.get(salt) ?? 0);
const fnv1a: Hash = (id, salt) => {
  let hash = 0x811c9dc5;
  for (const char of `${salt}:${id}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return hash >>> 0;
};

describe('the assignment hash', () => {
  it.each(SETS)('is uniform and independent on %s', (_, ids) => {
    expect(worst(ours, ids)).toBeLessThan(4);
  });

  it('is held to a standard that a weaker hash (FNV-1a) fails', () => {
    expect(worst(fnv1a, SETS[2]?.[1] ?? [])).toBeGreaterThan(4);
  });
});
