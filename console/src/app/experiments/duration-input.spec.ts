import { durationOf, durationWords, minutesOf } from './duration-input';

it('writes minutes in the largest unit that is whole, and reads them back', () => {
  expect([0, 90, 120, 1_440, 40_320].map(durationOf)).toEqual([
    { amount: '0', unit: 'minutes' },
    { amount: '90', unit: 'minutes' },
    { amount: '2', unit: 'hours' },
    { amount: '1', unit: 'days' },
    { amount: '28', unit: 'days' },
  ]);
  for (const minutes of [0, 5, 90, 120, 1_440]) expect(minutesOf(durationOf(minutes))).toBe(minutes);
  expect([60, 40_320].map(durationWords)).toEqual(['1 hour', '28 days']);
});

it('takes no amount for none', () => {
  expect(
    [
      { amount: '', unit: 'days' },
      { amount: 'two', unit: 'days' },
      { amount: '-1', unit: 'hours' },
    ].map((of) => minutesOf(of as Parameters<typeof minutesOf>[0])),
  ).toEqual([null, null, null]);
});
