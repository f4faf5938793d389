import { dueEvents, type PendingEvent } from './due-events';

const MINUTE = 60_000;
const WAITING = { windowMs: 10 * MINUTE, graceMs: MINUTE };

const pending = (
  kind: PendingEvent['kind'],
  conversationId: string,
  assigned: number,
  received = assigned,
): PendingEvent => ({
  kind,
  conversationId,
  variant: 'a',
  assignedAt: new Date(assigned * MINUTE),
  receivedAt: new Date(received * MINUTE),
});
const both = (conversationId: string, assigned: number, received = assigned) => [
  pending('assignment', conversationId, assigned, received),
  pending('settlement', conversationId, assigned, received),
];
const order = (found: ReturnType<typeof dueEvents>) =>
  found?.events.map(({ kind, conversationId }) => `${conversationId}${kind[0]}`).join(' ');
/** As the database answers: the first of each kind by assignment. */
const read = (all: readonly PendingEvent[], asked: number) =>
  (['assignment', 'settlement'] as const).flatMap((kind) =>
    all
      .filter((event) => event.kind === kind)
      .sort(
        (a, b) =>
          Number(a.assignedAt) - Number(b.assignedAt) || (a.conversationId < b.conversationId ? -1 : 1),
      )
      .slice(0, asked),
  );

describe('due events', () => {
  it('come in the order of due time, assignments first, by conversation', () => {
    const all = [...both('b', 0), ...both('a', 0), ...both('c', 10)];
    const found = dueEvents(all, WAITING, { now: 21 * MINUTE, asked: 100, chunk: 100 });
    expect(order(found)).toBe('aa ba ca as bs cs');
    expect(found?.more).toBe(false);
  });

  it('are due when their time has come', () => {
    const all = both('a', 0);
    const at = (minute: number) =>
      order(dueEvents(all, WAITING, { now: minute * MINUTE, asked: 9, chunk: 9 }));
    expect([at(0.9), at(1), at(10.9), at(11)]).toEqual(['', 'aa', 'aa', 'aa as']);
  });

  it('are due when they are known, if that is later', () => {
    const all = [...both('late', 0, 5), ...both('a', 3)];
    expect(order(dueEvents(all, WAITING, { now: 60 * MINUTE, asked: 9, chunk: 9 }))).toBe(
      'aa latea lates as',
    );
    const very = [...both('late', 0, 30), ...both('a', 3)];
    expect(order(dueEvents(very, WAITING, { now: 60 * MINUTE, asked: 9, chunk: 9 }))).toBe(
      'aa as latea lates',
    );
  });

  it('are none when what was read is due later than the clock says, and then more is asked for', () => {
    const all = [...both('a', 0, 90), ...both('b', 1, 90), ...both('c', 2)];
    const limits = { now: 60 * MINUTE, chunk: 9 };
    expect(dueEvents(read(all, 2), WAITING, { ...limits, asked: 2 })).toBeNull();
    expect(order(dueEvents(read(all, 8), WAITING, { ...limits, asked: 8 }))).toBe('ca cs');
  });

  it('come in the same order however many are read and taken at a time', () => {
    const all = Array.from({ length: 60 }, (_, i) =>
      // Some arrive at once, some much later, some at the same moment.
      both(`c${i % 7}-${i}`, Math.floor(i / 3), Math.floor(i / 3) + (i % 5 === 0 ? (i * 7) % 40 : 0)),
    ).flat();
    const limits = { now: 100 * MINUTE };
    const whole = order(dueEvents(read(all, 1_000), WAITING, { ...limits, asked: 1_000, chunk: 1_000 }));
    for (const [asked, chunk] of [
      [1, 1],
      [2, 5],
      [7, 3],
      [50, 8],
    ] as const) {
      let rest = all;
      const parts: string[] = [];
      for (let wide: number = asked; ;) {
        const found = dueEvents(read(rest, wide), WAITING, { ...limits, asked: wide, chunk });
        if (!found) {
          wide *= 4;
          continue;
        }
        wide = asked;
        if (found.events.length > 0) parts.push(order(found) as string);
        const taken = new Set(found.events.map(({ kind, conversationId }) => kind + conversationId));
        rest = rest.filter(({ kind, conversationId }) => !taken.has(kind + conversationId));
        if (!found.more) break;
      }
      expect(parts.join(' ')).toBe(whole);
      expect(rest).toEqual([]);
    }
  });
});
