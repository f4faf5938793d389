import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PROBLEMS, type ProblemCode } from './problem-codes';
import { ProblemDto, toProblem } from './problem.dto';

interface OperationOptions {
  /** Names the function of generated clients; unique. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** The refusals this operation has of its own. */
  readonly problems?: readonly ProblemCode[];
  /** No credential is needed. */
  readonly public?: boolean;
}

/** Every operation can meet these: unreadable or invalid input, limits, a bug, a database that is away. */
const ALWAYS: readonly ProblemCode[] = [
  'MALFORMED_REQUEST',
  'INVALID_INPUT',
  'HEADERS_TOO_LARGE',
  'INTERNAL_ERROR',
  'DATABASE_UNAVAILABLE',
];
const WITH_CREDENTIAL: readonly ProblemCode[] = ['NOT_AUTHENTICATED', 'NOT_ALLOWED', 'CROSS_SITE_REFUSED'];
const WITH_BODY: readonly ProblemCode[] = ['BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];

/** Documents an operation: its id, its words, and each refusal with its code and an example. */
export function Operation(options: OperationOptions): MethodDecorator {
  const codes = [
    ...ALWAYS,
    ...(options.public ? [] : WITH_CREDENTIAL),
    ...WITH_BODY,
    ...(options.problems ?? []),
  ];
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ApiOperation({
      operationId: options.id,
      summary: options.summary,
      description: options.description ?? `${options.summary}.`,
      ...(options.public ? { security: [] } : {}),
    }),
    ...statuses.map((status) =>
      problemResponse(
        status,
        codes.filter((code) => PROBLEMS[code].status === status),
      ),
    ),
  );
}

function problemResponse(status: number, codes: readonly ProblemCode[]): MethodDecorator {
  const unique = [...new Set(codes)];
  return ApiResponse({
    status,
    description: unique.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('. '),
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(ProblemDto) },
        examples: Object.fromEntries(
          unique.map((code) => [code, { value: toProblem(code, `${PROBLEMS[code].title}.`, 'req-1f') }]),
        ),
      },
    },
  });
}
