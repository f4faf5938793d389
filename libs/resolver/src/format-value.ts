/** A value for a plain variable. @example const value: PlainValue = 'Oslo'; */
export type PlainValue = string | number | bigint | boolean;

/** The printed value, or why it cannot be printed. @example { ok: true, text: '1e-05' } */
export type FormattedValue =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/**
 * Prints a value as Python's `str()` prints it, so that both languages render the same words.
 *
 * Texts as they are; `True`/`False`; whole numbers as Python ints (JSON cannot tell 1.0 from 1: send '1.0' as a text for
 * Python's `1.0`); other numbers as Python floats (`1e-05`, not `0.00001`). Refused: numbers beyond ±(2^53 - 1), whose
 * digits JSON readers disagree on, NaN, infinities, null, undefined, arrays and objects. Never throws.
 * Source: CPython `float.__repr__` (shortest digits, exponent below 1e-4).
 * @example formatValue(0.00001) // { ok: true, text: '1e-05' }
 */
export function formatValue(value: unknown): FormattedValue {
  switch (typeof value) {
    case 'string':
      return { ok: true, text: value };
    case 'boolean':
      return { ok: true, text: value ? 'True' : 'False' };
    case 'bigint':
      return { ok: true, text: value.toString() };
    case 'number':
      return formatNumber(value);
    default:
      return { ok: false, message: `must be a text, a number or a boolean, not ${describe(value)}.` };
  }
}

function formatNumber(value: number): FormattedValue {
  if (!Number.isFinite(value)) return { ok: false, message: 'must be a finite number.' };
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return { ok: false, message: 'is beyond ±(2^53 - 1), where digits get lost; pass it as a text.' };
  }
  // Below 1e-4 Python writes an exponent of at least two digits, JavaScript only below 1e-6 and with one.
  if (value !== 0 && Math.abs(value) < 1e-4) {
    return { ok: true, text: value.toExponential().replace(/e-(\d)$/, 'e-0$1') };
  }
  return { ok: true, text: String(value) };
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : typeof value;
}
