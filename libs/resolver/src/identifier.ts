// One quantifier with nothing after it: these expressions cannot backtrack.
const IDENTIFIER = /[\p{XID_Start}_]\p{XID_Continue}*/uy;
const HYPHENATED = /[\p{XID_Start}_][\p{XID_Continue}-]*/uy;

/**
 * Finds the end of the Python identifier that starts at `start`, or returns `start` when none does.
 *
 * Exactly Python's `str.isidentifier` (XID_Start or `_`, then XID_Continue; keywords are allowed as `format` allows them).
 * @example identifierEnd('{city}', 1) // 5
 */
export function identifierEnd(text: string, start: number): number {
  IDENTIFIER.lastIndex = start;
  return IDENTIFIER.test(text) ? IDENTIFIER.lastIndex : start;
}

/**
 * Like {@link identifierEnd}, with hyphens after the first character: the names of mustache variables and placeholders.
 *
 * @example hyphenatedEnd('{{user-name}}', 2) // 11
 */
export function hyphenatedEnd(text: string, start: number): number {
  HYPHENATED.lastIndex = start;
  return HYPHENATED.test(text) ? HYPHENATED.lastIndex : start;
}
