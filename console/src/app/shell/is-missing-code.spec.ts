import { isMissingCode } from './is-missing-code';

it.each([
  'Failed to fetch dynamically imported module: https://registry.example/chunk-ABCDEFGH.js',
  'error loading dynamically imported module: https://registry.example/chunk-ABCDEFGH.js',
  'Importing a module script failed.',
])('knows by what browsers say that code is missing: %s', (message) => {
  expect(isMissingCode(new TypeError(message))).toBe(true);
});

it('takes no other failure for it', () => {
  for (const error of [new TypeError('x is undefined'), new Error('Importing a module script failed.'), null])
    expect(isMissingCode(error)).toBe(false);
});
