const UNSTORABLE =
  // eslint-disable-next-line no-control-regex -- NUL is what it looks for
  /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const ALL_UNSTORABLE = new RegExp(UNSTORABLE, 'g');

/** What is wrong with a text that is not {@link isStorable}. */
export const NOT_STORABLE = 'has a NUL character or half of a surrogate pair';

/** Whether PostgreSQL can keep a text: NUL and halves of a surrogate pair it cannot. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** The text with U+FFFD in the place of what cannot be kept, such as the end of one that was cut in the middle of an emoji. */
export function storable(text: string): string {
  return isStorable(text) ? text : text.replace(ALL_UNSTORABLE, '\ufffd');
}
