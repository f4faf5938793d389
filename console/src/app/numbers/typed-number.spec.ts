import fc from 'fast-check';
import { readNumber, writeNumber } from './typed-number';

it.each([
  ['0.5', 'en', 0.5],
  ['0,5', 'en', 0.5],
  ['0.5', 'de', 0.5],
  ['0,5', 'de', 0.5],
  // Which of both it is, only the locale can tell.
  ['1,200', 'en', 1_200],
  ['1,200', 'de', 1.2],
  ['1.200', 'en', 1.2],
  ['1.200', 'de', 1_200],
  // What cannot be a group of thousands is no group.
  ['0,125', 'en', 0.125],
  ['0.125', 'de', 0.125],
  ['2,50', 'en', 2.5],
  ['1234,567', 'en', 1234.567],
  ['1,234.5', 'de', 1234.5],
  ['1.234,5', 'en', 1234.5],
  ['1.234.567', 'en', 1_234_567],
  ['1,23,456', 'en', 123_456],
  ['1 234,5', 'fr', 1234.5],
  ["1'234.5", 'de-CH', 1234.5],
  ['−3', 'en', -3],
  [' 1e3 ', 'en', 1_000],
  ['.5', 'en', 0.5],
  ['5.', 'en', 5],
])('reads %s in %s as %d', (text, locale, number) => expect(readNumber(text, locale)).toBe(number));

it.each(['', ' ', '.', '1.2.3', '1,2,3', '1.2,3.4', '1,234,5', 'two', '1 €', '0x10', 'Infinity', '1e999'])(
  'does not take %j for a number',
  (text) => expect(readNumber(text, 'en')).toBeNull(),
);

it('reads back what it writes, in every locale', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
    fc.integer({ min: -1e7, max: 1e7 }).map((thousandths) => thousandths / 1_000),
  );
  const locale = fc.constantFrom('en', 'de', 'fr', 'de-CH', 'en-IN', 'sv', 'he', 'ar-EG', 'fa', 'pt-PT');
  fc.assert(
    fc.property(number, locale, (value, of) => {
      // Which of two writings of twelve digits is the nearer one is for the locale's library to say.
      const read = readNumber(writeNumber(value, of), of) ?? NaN;
      expect(Math.abs(read - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-11);
    }),
  );
});
