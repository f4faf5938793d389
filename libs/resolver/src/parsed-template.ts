/**
 * The formats a prompt text can be written in; the format belongs to the version and is never guessed at render time.
 *
 * `f-string`: Python `str.format(**kwargs)` with plain fields. `mustache`: `{{name}}` variables only. `none`: verbatim.
 * @example const format: TemplateFormat = 'f-string';
 */
export type TemplateFormat = 'f-string' | 'mustache' | 'none';

/** Every {@link TemplateFormat}, in the order a chooser shows them. @example TEMPLATE_FORMATS.includes('none') // true */
export const TEMPLATE_FORMATS: readonly TemplateFormat[] = ['f-string', 'mustache', 'none'];

/**
 * One piece of a parsed template: text to copy, or a variable to fill in.
 *
 * `start` and `end` are UTF-16 offsets (half-open) of the variable with its braces, for an editor to colour.
 * @example { kind: 'variable', name: 'city', start: 6, end: 12 }
 */
export type Part =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly start: number; readonly end: number };

/** What can be wrong in a template; stable, so that a console can translate it. @example 'FORMAT_SPEC' */
export type TemplateProblemCode =
  // f-string
  | 'LONE_OPEN_BRACE'
  | 'LONE_CLOSE_BRACE'
  | 'POSITIONAL_FIELD'
  | 'ATTRIBUTE_OR_INDEX'
  | 'CONVERSION'
  | 'FORMAT_SPEC'
  | 'NESTED_FIELD'
  | 'SPACES_IN_FIELD'
  | 'INVALID_FIELD_NAME'
  // mustache
  | 'UNCLOSED_TAG'
  | 'EMPTY_TAG'
  | 'INVALID_TAG'
  | 'DOTTED_NAME'
  | 'HELPER_CALL'
  | 'EXPRESSION'
  | 'SECTION'
  | 'PARTIAL'
  | 'COMMENT'
  | 'SET_DELIMITER'
  | 'UNESCAPED_TAG'
  | 'TRIPLE_BRACES'
  // found only by detection
  | 'JINJA_BLOCK'
  | 'JINJA_COMMENT';

/**
 * One problem in a template, with the place to put a marker.
 *
 * `line` and `column` are 1-based, `column` and `offset` count UTF-16 units as editors do; CRLF, LF and CR end a line.
 * @example { code: 'FORMAT_SPEC', message: '…', line: 3, column: 14, offset: 80 }
 */
export interface TemplateProblem {
  readonly code: TemplateProblemCode;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/**
 * The result of parsing: parts and variables (first-seen order, no repeats), or what is wrong (at least one problem).
 *
 * @example parseTemplate('Hi {name}', 'f-string') // { ok: true, parts: […], variables: ['name'] }
 */
export type ParsedTemplate =
  | { readonly ok: true; readonly parts: readonly Part[]; readonly variables: readonly string[] }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] };
