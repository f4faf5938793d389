import { MOST_RESOLVE_COUNTS, ResolveCounter, type ResolveCounts } from './resolve-counter';

const HOUR = 3_600_000;
const answer = (variant: string, id = 'e1') => ({ id, name: 'tone', variant });

/** What a server makes of reports: the largest count of each counter, by experiment and variant. */
class Sums {
  private readonly largest = new Map<string, Map<string, number>>();

  add({ counterId, counts }: ResolveCounts): void {
    for (const { experimentId, variant, count } of counts) {
      const key = `${experimentId}/${variant}`;
      const counters = this.largest.get(key) ?? new Map<string, number>();
      counters.set(counterId, Math.max(counters.get(counterId) ?? 0, count));
      this.largest.set(key, counters);
    }
  }

  of(key: string): number {
    return [...(this.largest.get(key)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }
}

describe('ResolveCounter', () => {
  let ids: number;
  let fresh: number;
  let counter: ResolveCounter;
  let sums: Sums;
  beforeEach(() => {
    [ids, fresh] = [0, 0];
    sums = new Sums();
    counter = new ResolveCounter(
      () => `counter-${(ids += 1)}`,
      () => (fresh += 1),
    );
  });

  const count = (times: number, variant = 'control', id = 'e1'): void => {
    for (let i = 0; i < times; i++) counter.count(answer(variant, id));
  };
  const arrives = (now: number): ResolveCounts | null => {
    const told = counter.report(now);
    if (!told) return null;
    sums.add(told);
    counter.acknowledge(told);
    return told;
  };

  it('tells all it counted, whichever object an answer came with', () => {
    const shared = answer('control');
    counter.count(shared);
    counter.count(shared);
    count(1);
    count(4, 'warm');
    expect(counter.report(0)).toEqual({
      counterId: 'counter-1',
      counts: [
        { experimentId: 'e1', variant: 'control', count: 3 },
        { experimentId: 'e1', variant: 'warm', count: 4 },
      ],
    });
    expect(fresh).toBe(2);
  });

  it('has nothing to tell before the first answer, nor of what was acknowledged', () => {
    expect(counter.report(0)).toBeNull();
    count(2);
    arrives(0);
    expect(counter.report(1)).toBeNull();
    count(1, 'warm');
    expect(counter.report(2)?.counts).toEqual([{ experimentId: 'e1', variant: 'warm', count: 1 }]);
  });

  it('tells again what nobody acknowledged, and what came meanwhile', () => {
    count(2);
    const lost = counter.report(0) as ResolveCounts;
    count(3);
    expect(counter.report(1)?.counts[0]?.count).toBe(5);
    // An acknowledgement that is late says no more than it knows.
    counter.acknowledge(lost);
    expect(counter.report(2)?.counts[0]?.count).toBe(5);
  });

  it('gives way to a new counter after six hours, and counts nothing twice nor loses any', () => {
    count(5);
    count(1, 'warm');
    arrives(0);
    count(2);
    expect(arrives(7 * HOUR)).toEqual({
      counterId: 'counter-2',
      counts: [{ experimentId: 'e1', variant: 'control', count: 2 }],
    });
    count(1, 'warm');
    arrives(8 * HOUR);
    expect([sums.of('e1/control'), sums.of('e1/warm')]).toEqual([7, 2]);
  });

  it('keeps a counter that may have arrived without an acknowledgement, but not for a day', () => {
    count(5);
    sums.add(counter.report(0) as ResolveCounts);
    count(1);
    expect(counter.report(19 * HOUR)?.counterId).toBe('counter-1');
    expect(arrives(21 * HOUR)?.counterId).toBe('counter-2');
    // Better twice than never: only after hours without any answer.
    expect(sums.of('e1/control')).toBe(5 + 6);
  });

  it('gives way as well when the clock was set back', () => {
    count(1);
    arrives(100 * HOUR);
    count(1);
    expect(arrives(0)?.counterId).toBe('counter-2');
  });

  it('passes over the acknowledgement of a counter that is no more', () => {
    count(1);
    const first = counter.report(0) as ResolveCounts;
    arrives(21 * HOUR);
    count(1);
    counter.acknowledge({ ...first, counts: [{ experimentId: 'e1', variant: 'control', count: 9 }] });
    expect(counter.report(21 * HOUR)?.counts[0]?.count).toBe(2);
  });

  it('tells so many at once, and the others next', () => {
    const all = MOST_RESOLVE_COUNTS + 1;
    for (let i = 0; i < all; i++) count(1, 'control', `e${i}`);
    expect(arrives(0)?.counts).toHaveLength(MOST_RESOLVE_COUNTS);
    for (let i = 0; i < all; i++) count(1, 'control', `e${i}`);
    expect(arrives(1)?.counts[0]).toEqual({ experimentId: `e${all - 1}`, variant: 'control', count: 2 });
    arrives(2);
    expect(counter.report(3)).toBeNull();
    expect(Array.from({ length: all }, (_, i) => sums.of(`e${i}/control`))).toEqual(Array(all).fill(2));
  });
});
