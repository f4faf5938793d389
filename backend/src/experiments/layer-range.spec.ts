import fc from 'fast-check';
import { freeRange, sizeOf, type LayerRange } from './layer-range';

describe('the ranges of a layer', () => {
  it('add up exactly', () => {
    for (const parts of [3, 7, 10]) {
      const taken: LayerRange[] = [];
      for (let i = 0; i < parts; i++) {
        const free = freeRange(taken, 1 / parts);
        if (!free.ok) throw new Error(`Part ${i} of ${parts} does not fit`);
        taken.push(free.range);
      }
      expect(Math.max(...taken.map(([, to]) => to))).toBeLessThanOrEqual(1);
      expect(freeRange(taken, 0.001).ok).toBe(false);
    }
    expect(sizeOf([0.1, 0.4])).toBe(0.3);
  });

  it('take the smallest gap that is large enough', () => {
    const taken: LayerRange[] = [
      [0.1, 0.5],
      [0.7, 0.8],
    ];
    expect(freeRange(taken, 0.2)).toEqual({ ok: true, range: [0.5, 0.7] });
    expect(freeRange(taken, 0.05)).toEqual({ ok: true, range: [0, 0.05] });
    expect(freeRange(taken, 0.3)).toEqual({ ok: false, largest: 0.2 });
    expect(freeRange([[0, 1]], 0.1)).toEqual({ ok: false, largest: 0 });
  });

  it('never overlap, whatever comes and goes', () => {
    const change = fc.record({
      leave: fc.boolean(),
      which: fc.nat(20),
      share: fc.double({ min: 0.0001, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const taken: LayerRange[] = [];
        for (const { leave, which, share } of changes) {
          if (leave) {
            taken.splice(which % (taken.length || 1), 1);
            continue;
          }
          const free = freeRange(taken, share);
          if (!free.ok) {
            expect(free.largest).toBeLessThan(share + 1e-6);
            continue;
          }
          const [from, to] = free.range;
          expect(from >= 0 && from < to && to <= 1).toBe(true);
          expect(Math.abs(to - from - share)).toBeLessThan(1e-6);
          for (const [start, end] of taken) expect(to <= start || from >= end).toBe(true);
          taken.push(free.range);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
