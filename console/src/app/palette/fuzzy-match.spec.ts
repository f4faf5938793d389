import { matchOf as match, queryOf, searchable, wordsOf } from './fuzzy-match';

const matchOf = (query: string, text: string) => match(queryOf(query), searchable(text));
const shown = (query: string, text: string) => {
  const match = matchOf(query, text);
  return match && match.ranges.map(([from, to]) => text.slice(from, to)).join('|');
};
const best = (query: string, ...texts: string[]) =>
  texts
    .flatMap((text) => {
      const match = matchOf(query, text);
      return match ? [{ text, score: match.score }] : [];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);

it.each([
  ['specialists/energy_analyst', 'specialists energy analyst'],
  ['energyAnalystV2', 'energy analyst v 2'],
  ['HTTPServer-v10.final', 'http server v 10 final'],
  ['größe/Über_uns', 'größe über uns'],
])('splits %s', (text, words) =>
  expect(
    wordsOf(text)
      .map((word) => word.text)
      .join(' '),
  ).toBe(words),
);

it.each([
  ['energy', 'specialists/energy_analyst', 'energy'],
  ['analyst energy', 'specialists/energy_analyst', 'energy|analyst'],
  ['energyAnalyst', 'specialists/energy_analyst', 'energy|analyst'],
  ['enan', 'specialists/energy_analyst', 'en|an'],
  ['ea', 'specialists/energy_analyst', 'e|a'],
  ['sea', 'specialists/energy_analyst', 's|e|a'],
  ['lyst', 'specialists/energy_analyst', 'lyst'],
  ['shorterSteps', 'Shorter steps', 'Shorter|steps'],
  ['', 'anything', ''],
])('finds %j in %s', (query, text, parts) => expect(shown(query, text)).toBe(parts));

it.each([
  ['energz', 'specialists/energy_analyst'],
  ['energy quick', 'specialists/energy_analyst'],
  ['tsigy', 'specialists/energy_analyst'],
])('does not find %j in %s', (query, text) => expect(matchOf(query, text)).toBeNull());

it('does not take long over a name that is hard to tell', () => {
  const started = process.cpuUsage();
  expect(matchOf(`${'a'.repeat(60)}b`, Array.from({ length: 20 }, () => 'a'.repeat(9)).join('_'))).toBeNull();
  // Of the processor's time, so that what else the machine does is not counted.
  expect(process.cpuUsage(started).user).toBeLessThan(200_000);
});

it('prefers the very name, then its last part, then beginnings, then anything inside', () => {
  expect(best('quick', 'quick/energy', 'depth/quick', 'very_quickly', 'equick')).toEqual([
    'depth/quick',
    'quick/energy',
    'very_quickly',
    'equick',
  ]);
  expect(best('energy', 'energy_analyst', 'energy', 'team/energy_of_all_sites')).toEqual([
    'energy',
    'energy_analyst',
    'team/energy_of_all_sites',
  ]);
});
