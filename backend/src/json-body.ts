import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { readsItemByItem } from './input-guard';
import { DomainError } from './problems/domain-error';

/**
 * Reads JSON and nothing else, and only from UTF-8: a body in another encoding would otherwise be read with replacement
 * characters in the place of what was meant. An empty body is none. Keys that reach prototypes are refused; in a batch they are a matter of their item.
 */
export function readJsonBodies(fastify: FastifyInstance): void {
  const parseAll = fastify.getDefaultJsonParser('error', 'error');
  const parseBatch = fastify.getDefaultJsonParser('ignore', 'ignore');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer; // as asked for with parseAs
    // Generated clients name the type also of a body that they leave out.
    if (bytes.length === 0) return done(null, undefined);
    const parse = readsItemByItem(request) ? parseBatch : parseAll;
    if (isUtf8(bytes)) void parse(request, bytes.toString('utf8'), done);
    else done(new DomainError('MALFORMED_REQUEST', 'The body is not UTF-8'));
  });
}
