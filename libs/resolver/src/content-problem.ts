import type { TemplateProblem, TemplateProblemCode } from './parsed-template';
import { PositionFinder } from './text-position';

/** What can be wrong in a version's content besides its templates; stable. @example 'TOO_LONG' */
export type ContentProblemCode =
  | 'WRONG_TYPE'
  | 'UNKNOWN_FIELD'
  | 'EMPTY'
  | 'TOO_LONG'
  | 'TOO_MANY_MESSAGES'
  | 'TOO_MANY_VARIABLES'
  | 'TOO_DEEP'
  | 'INVALID_NAME'
  | 'NAME_CONFLICT'
  | 'UNSTORABLE_TEXT'
  | 'FORBIDDEN_KEY'
  | 'NOT_JSON';

/**
 * One reason to refuse a version's content: the field as a path, and the place in its text when there is one.
 *
 * @example { field: 'content[2].content', code: 'FORMAT_SPEC', message: '…', line: 1, column: 8, offset: 7 }
 */
export interface ContentProblem {
  readonly field: string;
  readonly code: ContentProblemCode | TemplateProblemCode;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  readonly offset?: number;
}

// Enough to correct a file by; a bound so that an answer stays small.
const MOST_PROBLEMS = 200;
// In `u` mode \p{Cs} matches lone surrogates only.
const UNSTORABLE = /[\0\p{Cs}]/u;

/**
 * Collects the problems of one content, at most 200.
 *
 * @example const found = new ContentProblems(); found.add('type', 'WRONG_TYPE', 'type must be text or chat.');
 */
export class ContentProblems {
  readonly list: ContentProblem[] = [];

  add(field: string, code: ContentProblemCode, message: string): void {
    if (this.list.length < MOST_PROBLEMS) this.list.push({ field, code, message });
  }

  addTemplate(field: string, problems: readonly TemplateProblem[]): void {
    for (const problem of problems)
      if (this.list.length < MOST_PROBLEMS) this.list.push({ field, ...problem });
  }

  /** Refuses what PostgreSQL text (NUL) or UTF-8 (lone surrogates) cannot hold: stored words must equal sent words. */
  addUnstorable(field: string, text: string): boolean {
    const offset = text.search(UNSTORABLE);
    if (offset < 0) return false;
    const what = text.charCodeAt(offset) === 0 ? 'a NUL character' : 'half of a surrogate pair';
    const message = `The text has ${what}, which cannot be stored.`;
    if (this.list.length < MOST_PROBLEMS) {
      this.list.push({
        field,
        code: 'UNSTORABLE_TEXT',
        message,
        offset,
        ...new PositionFinder(text).at(offset),
      });
    }
    return true;
  }
}
