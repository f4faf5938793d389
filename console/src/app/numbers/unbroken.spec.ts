import { unbroken } from './unbroken';

it('keeps a number and its unit on one line, and nothing else', () => {
  expect(unbroken('chance to win > 99.9 %; 4.22 % of 12 conversations, +3.1 s against')).toBe(
    'chance to win >\u00a099.9\u00a0%; 4.22\u00a0% of 12\u00a0conversations, +3.1\u00a0s against',
  );
  expect(unbroken('version 3 shorter, 7 same')).toBe('version 3 shorter, 7 same');
});
