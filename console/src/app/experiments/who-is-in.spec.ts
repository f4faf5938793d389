import { idsOf, perDay, whoIsIn } from './who-is-in';

const many = Array.from({ length: 50 }, (_, i) => `c-${i}`).join('\n');

it('takes ids from lines and commas, each once, and not too many', () => {
  expect(idsOf(' a \n\nb, a,c')).toEqual(['a', 'b', 'c']);
  expect(idsOf(Array.from({ length: 99 }, (_, i) => i).join(','))).toHaveLength(50);
});

it('keeps everybody where they are when the traffic grows', () => {
  const [some, all] = [0.4, 1].map((traffic) => whoIsIn(many, [0.5, 0.5], traffic));
  const included = some?.filter(({ variant }) => variant >= 0) ?? [];
  expect(included.length).toBeGreaterThan(5);
  expect(included.length).toBeLessThan(40);
  expect(all?.every(({ variant }) => variant >= 0)).toBe(true);
  for (const { conversationId, variant } of included)
    expect(all?.find((of) => of.conversationId === conversationId)?.variant).toBe(variant);
});

it('expects each variant’s part of the traffic a day', () => {
  expect(perDay(200, [0.5, 0.25, 0.25], 0.5)).toEqual([50, 25, 25]);
});
