import { EMPTY_FORM } from './experiment-form';
import {
  dividedEvenly,
  evenShares,
  startingVersions,
  sumOfShares,
  withoutVariant,
  withVariant,
} from './form-variants';

const NOBODY = { control: null, candidate: null };
const versionsOf = (form: typeof EMPTY_FORM) => form.variants.map(({ version }) => version);

it('divides among two to ten variants so that it sums to exactly 100 %', () => {
  expect(evenShares(3)).toEqual(['33.34', '33.33', '33.33']);
  for (let count = 2; count <= 10; count += 1) {
    const variants = evenShares(count).map((share, key) => ({ key, name: '', version: 1, share }));
    expect(sumOfShares(variants)).toBe(100);
  }
});

it('adds up to ten variants with names of their own, and keeps two', () => {
  let { variants } = EMPTY_FORM;
  for (let i = 0; i < 12; i += 1) variants = withVariant(variants, i);
  expect(variants).toHaveLength(10);
  expect(new Set(variants.map(({ name }) => name)).size).toBe(10);
  for (let key = 9; key >= 0; key -= 1) variants = withoutVariant(variants, key);
  expect(variants.map(({ key }) => key)).toEqual([0, 1]);
  expect(sumOfShares(variants)).toBe(100);
});

it('gives a removed variant’s name again without meeting another', () => {
  const three = withVariant(withVariant(EMPTY_FORM.variants, 1), 2);
  const again = withVariant(withoutVariant(three, 2), 3);
  expect(new Set(again.map(({ name }) => name)).size).toBe(again.length);
});

it('knows no sum while a share is no number', () => {
  expect(sumOfShares(dividedEvenly(EMPTY_FORM.variants).map((of) => ({ ...of, share: 'half' })))).toBeNull();
});

describe('the versions one begins with', () => {
  const known = { served: 2, versions: [1, 2, 3] };

  it('are what is served against the newest', () => {
    expect(versionsOf(startingVersions(EMPTY_FORM, known, NOBODY))).toEqual([2, 3]);
    expect(versionsOf(startingVersions(EMPTY_FORM, { ...known, served: 3 }, NOBODY))).toEqual([3, 2]);
  });

  it('are those that the address names, where they exist', () => {
    expect(versionsOf(startingVersions(EMPTY_FORM, known, { control: 1, candidate: 2 }))).toEqual([1, 2]);
    expect(versionsOf(startingVersions(EMPTY_FORM, known, { control: null, candidate: 2 }))).toEqual([3, 2]);
    expect(versionsOf(startingVersions(EMPTY_FORM, known, { control: 9, candidate: 9 }))).toEqual([2, 3]);
  });

  it('leave a candidate to choose where there is one version', () => {
    const only = { served: 1, versions: [1] };
    expect(versionsOf(startingVersions(EMPTY_FORM, only, NOBODY))).toEqual([1, null]);
  });
});
