import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isKnown, parseIfMatch } from './etag';
import type { Tagged } from './prompt-detail.query';

/** The request's `If-Match`, as a handler parameter. @throws DomainError INVALID_INPUT for a malformed one. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext) =>
  parseIfMatch(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** Answers a change, with the tag of the state it led to. */
export function tagged<T>(reply: FastifyReply, { etag, body }: Tagged<T>): T {
  void reply.header('etag', etag);
  return body;
}

/** Answers a read, or 304 without a body when the sender has it already. Shared caches must not keep what needs a credential. */
export function unlessKnown<T>(reply: FastifyReply, { etag, body }: Tagged<T>): T | undefined {
  void reply.headers({ etag, 'cache-control': 'private, no-cache' });
  if (!isKnown(reply.request.headers['if-none-match'], etag)) return body;
  void reply.status(304);
  return undefined;
}
