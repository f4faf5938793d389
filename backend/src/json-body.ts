import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { DomainError } from './problems/domain-error';

/**
 * Reads JSON and nothing else, and only from UTF-8: a body in another encoding would otherwise be read with replacement
 * characters in the place of what was meant. Keys that reach prototypes are refused.
 */
export function readJsonBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer; // as asked for with parseAs
    if (isUtf8(bytes)) void parse(request, bytes.toString('utf8'), done);
    else done(new DomainError('MALFORMED_REQUEST', 'The body is not UTF-8'));
  });
}
