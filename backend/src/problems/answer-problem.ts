import { HttpException, type LoggerService } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorCode, isOutage } from './database-errors';
import { DomainError } from './domain-error';
import { PROBLEMS, type ProblemCode } from './problem-codes';
import { toProblem } from './problem.dto';

/** Statuses that the framework itself answers, and what they are called here. */
const FRAMEWORK_CODES: Readonly<Record<number, ProblemCode>> = {
  400: 'MALFORMED_REQUEST',
  403: 'NOT_FOUND', // a path that leaves a folder of files
  404: 'NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  414: 'MALFORMED_REQUEST',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'INVALID_INPUT',
  429: 'TOO_MANY_REQUESTS',
  431: 'HEADERS_TOO_LARGE',
};

/** SQLSTATEs of values that PostgreSQL cannot store and that validation should have refused. */
const UNSTORABLE = new Set(['22021', '22P05', '22003', '22P02', '22007', '22008']);

/** Recognises an error; anything unknown is a bug and becomes INTERNAL_ERROR, which tells the caller nothing of it. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (isOutage(error))
    return new DomainError(
      'DATABASE_UNAVAILABLE',
      'The database does not answer; nothing was changed. Try again in a moment.',
      {
        headers: { 'retry-after': '2' },
      },
    );
  if (UNSTORABLE.has(errorCode(error) ?? ''))
    return new DomainError(
      'INVALID_INPUT',
      'A value cannot be stored: it has characters or a size that the database refuses',
    );
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : (error as { statusCode?: number } | null)?.statusCode;
  const code = FRAMEWORK_CODES[status ?? 500];
  if (code) return new DomainError(code, (error as Error).message);
  return Object.assign(
    new DomainError('INTERNAL_ERROR', 'The server failed; the request id finds the reason in its log'),
    { cause: error },
  );
}

/** Answers the problem document, and logs what is not the caller's doing. */
export function answerProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: DomainError,
  logger: LoggerService,
): void {
  const { logLevel, status } = PROBLEMS[error.code];
  if (logLevel === 'error')
    logger.error(`${request.id} ${error.code}`, (error.cause as Error | undefined)?.stack ?? error.message);
  else if (logLevel === 'warn') logger.warn(`${request.id} ${error.code} ${error.message}`);
  const { errors, members, headers } = error.options;
  void reply
    .status(status)
    .headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers })
    .send(
      JSON.stringify({
        ...toProblem(error.code, error.message, request.id),
        ...(errors ? { errors } : {}),
        ...members,
      }),
    );
}
