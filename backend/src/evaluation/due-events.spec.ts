import fc from 'fast-check';
import { nextEvents, type DueEvent } from './due-events';

const event = (kind: DueEvent['kind'], conversationId: string, dueAt: number): DueEvent => ({
  kind,
  conversationId,
  variant: 'a',
  assignedAt: 0,
  dueAt,
});
const bytes = (text: string) => Buffer.from(text).toString('hex');
const key = ({ kind, conversationId, dueAt }: DueEvent) => `${dueAt} ${kind} ${bytes(conversationId)}`;
/** As the database answers: the first of each kind by due time, then by bytes. */
const read = (all: readonly DueEvent[], limit: number) =>
  (['assignment', 'settlement'] as const).flatMap((kind) =>
    all
      .filter((one) => one.kind === kind)
      .sort((a, b) => a.dueAt - b.dueAt || (bytes(a.conversationId) < bytes(b.conversationId) ? -1 : 1))
      .slice(0, limit),
  );

describe('the next events', () => {
  it('come in the order of due time, assignments first, by the bytes of the conversation', () => {
    const all = [
      event('settlement', 'a', 11),
      event('assignment', 'c', 11),
      event('assignment', 'b', 1),
      event('assignment', 'a', 1),
      event('assignment', '\uff5e', 1), // before the next one in bytes, after it in UTF-16
      event('assignment', '\u{1f680}', 1),
    ];
    const { events, more } = nextEvents(read(all, 10), 10);
    expect(events.map(({ kind, conversationId }) => conversationId + kind[0])).toEqual([
      'aa',
      'ba',
      '\uff5ea',
      '\u{1f680}a',
      'ca',
      'as',
    ]);
    expect(more).toBe(false);
  });

  it('are the same however many are taken at a time', () => {
    const events = fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom<DueEvent['kind']>('assignment', 'settlement'),
        conversationId: fc.string({ unit: 'grapheme', maxLength: 3 }),
        dueAt: fc.integer({ min: 0, max: 5 }),
      }),
      { selector: ({ kind, conversationId }) => `${kind} ${conversationId}`, maxLength: 40 },
    );
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 9 }), (all, limit) => {
        const every = all.map(({ kind, conversationId, dueAt }) => event(kind, conversationId, dueAt));
        const whole = nextEvents(read(every, 100), 100).events.map(key);
        let rest = every;
        const taken: string[] = [];
        for (;;) {
          const { events: some, more } = nextEvents(read(rest, limit), limit);
          taken.push(...some.map(key));
          rest = rest.filter((one) => !some.map(key).includes(key(one)));
          if (!more) break;
        }
        expect(taken).toEqual(whole);
      }),
    );
  });
});
