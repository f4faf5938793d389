import { type ExperimentForm, MOST_VARIANTS, type VariantInput } from './experiment-form';
import { readNumber, writeNumber } from '../numbers/typed-number';

/** Shares in percent that sum to exactly 100: the control takes what rounding leaves. */
export function evenShares(count: number): readonly string[] {
  const each = Math.floor(10_000 / count) / 100;
  const first = Number((100 - each * (count - 1)).toFixed(2));
  return Array.from({ length: count }, (_, i) => writeNumber(i === 0 ? first : each));
}

/** The same variants, divided evenly. */
export function dividedEvenly(variants: readonly VariantInput[]): readonly VariantInput[] {
  const shares = evenShares(variants.length);
  return variants.map((variant, i) => ({ ...variant, share: shares[i] ?? '' }));
}

/** One more variant, divided evenly; the same when there are as many as possible. */
export function withVariant(
  variants: readonly VariantInput[],
  version: number | null,
): readonly VariantInput[] {
  if (variants.length >= MOST_VARIANTS) return variants;
  const key = Math.max(...variants.map((variant) => variant.key)) + 1;
  return dividedEvenly([...variants, { key, name: freeName(variants), version, share: '' }]);
}

/** Without one variant, divided evenly; two stay. */
export function withoutVariant(variants: readonly VariantInput[], key: number): readonly VariantInput[] {
  if (variants.length <= 2) return variants;
  return dividedEvenly(variants.filter((variant) => variant.key !== key));
}

/** What the shares add up to, in percent; null while one of them is no number. */
export function sumOfShares(variants: readonly VariantInput[]): number | null {
  let sum = 0;
  for (const { share } of variants) {
    const number = readNumber(share);
    if (number === null) return null;
    sum += number;
  }
  return Number(sum.toPrecision(12));
}

/** Shares as the API takes them: of a sum of 100 % they add up to 1 exactly enough. */
export function sharesOf(variants: readonly VariantInput[]): readonly number[] | null {
  const percents = variants.map(({ share }) => readNumber(share));
  if (percents.some((percent) => percent === null || percent <= 0)) return null;
  return percents.map((percent) => Number(((percent ?? 0) / 100).toPrecision(12)));
}

/** Versions to begin with: what the prompt serves against the newest other one, or what the address names. */
export function startingVersions(
  form: ExperimentForm,
  known: { readonly served: number | null; readonly versions: readonly number[] },
  wanted: { readonly control: number | null; readonly candidate: number | null },
): ExperimentForm {
  const newest = [...known.versions].sort((a, b) => b - a);
  const exists = (version: number | null) => (version !== null && newest.includes(version) ? version : null);
  const control = exists(wanted.control) ?? otherThan(exists(wanted.candidate), [known.served, ...newest]);
  const candidate = exists(wanted.candidate) ?? otherThan(control, newest);
  const versions = [control, candidate];
  return {
    ...form,
    variants: form.variants.slice(0, 2).map((variant, i) => ({
      ...variant,
      version: versions[i] ?? null,
    })),
  };
}

function otherThan(version: number | null, choices: readonly (number | null)[]): number | null {
  return choices.find((choice) => choice !== null && choice !== version) ?? null;
}

function freeName(variants: readonly VariantInput[]): string {
  const taken = new Set(variants.map(({ name }) => name));
  let place = variants.length;
  const nameAt = (index: number) => `variant-${String.fromCharCode(97 + index)}`;
  while (taken.has(nameAt(place))) place += 1;
  return nameAt(place);
}
