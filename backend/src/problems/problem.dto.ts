import { ApiProperty } from '@nestjs/swagger';
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
  @ApiProperty({ type: 'integer' })
  line?: number;

  /**
   * Column inside the line, from 1.
   * @example 17
   */
  @ApiProperty({ type: 'integer' })
  column?: number;
}

/** An item of a batch that was not taken. */
export class RejectedItemDto {
  /**
   * Its place in the batch, from 0.
   * @example 3
   */
  @ApiProperty({ type: 'integer' })
  index: number;

  /**
   * The id it was sent with; empty when it had none that is a text.
   * @example "4bf92f3577b34da6a3ce929d0e0e4736"
   */
  id: string;

  /**
   * Stable, machine-readable.
   * @example "OUT_OF_RANGE"
   */
  code: string;

  /**
   * What is wrong and what is expected.
   * @example "value: confidence goes from 0 to 1"
   */
  message: string;

  /**
   * The member that is wrong; absent when the item as a whole is.
   * @example "value"
   */
  field?: string;
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
  @ApiProperty({ type: 'integer' })
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
  @ApiProperty({ type: 'integer' })
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

  /** With INVALID_INPUT of a batch of which nothing was taken: each item and why. */
  rejected?: RejectedItemDto[];
}

/** The problem document of a code. */
export function toProblem(code: ProblemCode, detail: string, requestId: string): ProblemDto {
  const { status, title } = PROBLEMS[code];
  return { type: 'about:blank', title, status, code, detail, requestId };
}
