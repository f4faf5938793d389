import { PROBLEMS, type ProblemCode } from './problem-codes';

/** One thing wrong with one field of the request. */
export interface FieldProblem {
  /** Path into the body, query or header, such as `content[1].content` or `If-Match`. */
  readonly field: string;
  readonly message: string;
  /** 1-based, where the problem is inside the field's text. */
  readonly line?: number;
  readonly column?: number;
}

interface DomainErrorOptions {
  readonly errors?: readonly FieldProblem[];
  /** Members added to the problem document, such as `currentVersion`. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is refused for a reason the caller can act on; becomes an RFC 9457 problem. */
export class DomainError extends Error {
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly options: DomainErrorOptions = {},
  ) {
    super(detail);
    this.status = PROBLEMS[code].status;
  }
}

/** The refusal of one field, the most common kind. */
export function invalidField(field: string, message: string): DomainError {
  return new DomainError('INVALID_INPUT', `${field}: ${message}`, { errors: [{ field, message }] });
}
