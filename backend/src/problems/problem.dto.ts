import { PROBLEMS, type ProblemCode } from './problem-codes';

export class FieldProblemDto {
  /**
   * Path into the body, query or headers.
   * @example "content[1].content"
   */
  field: string;

  /**
   * What is wrong and what is expected.
   * @example "must be shorter than or equal to 200 characters"
   */
  message: string;

  /**
   * Line inside the field's text, from 1.
   * @example 3
   */
  line?: number;

  /**
   * Column inside the line, from 1.
   * @example 17
   */
  column?: number;
}

/** RFC 9457 problem document; `code` is stable, `detail` is for people. */
export class ProblemDto {
  /**
   * Always `about:blank`: the code says what happened.
   * @example "about:blank"
   */
  type: string;

  /**
   * The code in words.
   * @example "No such prompt"
   */
  title: string;

  /**
   * The HTTP status.
   * @example 404
   */
  status: number;

  /**
   * Stable, machine-readable.
   * @example "PROMPT_NOT_FOUND"
   */
  code: string;

  /**
   * What happened here and what to do.
   * @example "There is no prompt \"energy/analyst\""
   */
  detail: string;

  /**
   * The request's id, also in the server's log.
   * @example "req-1f"
   */
  requestId: string;

  /** The fields that are wrong, where the problem is in fields. */
  errors?: FieldProblemDto[];

  /**
   * With VERSION_CONFLICT: the latest version now.
   * @example 8
   */
  currentVersion?: number;

  /**
   * With VERSION_CONFLICT: the prompt's ETag now.
   * @example "\"8.3\""
   */
  currentEtag?: string;

  /**
   * With MISSING_VARIABLES: the variables without a value.
   * @example ["entity_count"]
   */
  missing?: string[];
}

/** The problem document of a code. */
export function toProblem(code: ProblemCode, detail: string, requestId: string): ProblemDto {
  const { status, title } = PROBLEMS[code];
  return { type: 'about:blank', title, status, code, detail, requestId };
}
