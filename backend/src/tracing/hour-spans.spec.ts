import { divide } from './hour-spans';

const at = (time: string): Date => new Date(`2026-03-02T${time}:00Z`);
const shown = (from: string, to: string, stale: readonly string[] = []) => {
  const { whole, parts } = divide({ from: at(from), to: at(to) }, stale.map(at));
  const show = (spans: typeof whole) =>
    spans.map((span) => [span.from, span.to].map((moment) => moment.toISOString().slice(11, 16)).join('-'));
  return [show(whole), show(parts)];
};

describe('dividing a span', () => {
  it.each<[string, string, string[], string[][]]>([
    ['09:00', '12:00', [], [['09:00-12:00'], []]],
    ['09:20', '12:10', [], [['10:00-12:00'], ['09:20-10:00', '12:00-12:10']]],
    ['09:20', '09:40', [], [[], ['09:20-09:40']]],
    ['09:20', '10:40', [], [[], ['09:20-10:40']]],
    ['09:40', '09:20', [], [[], []]],
  ])('from %s until %s takes whole hours, and the rest as it is', (from, to, stale, expected) =>
    expect(shown(from, to, stale)).toEqual(expected),
  );

  it('leaves out stale hours, together with what they touch', () => {
    expect(shown('09:20', '15:10', ['12:00', '11:00', '14:00', '03:00'])).toEqual([
      ['10:00-11:00', '13:00-14:00'],
      ['09:20-10:00', '11:00-13:00', '14:00-15:10'],
    ]);
    expect(shown('09:00', '11:00', ['09:00', '10:00'])).toEqual([[], ['09:00-11:00']]);
  });
});
