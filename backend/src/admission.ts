import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import type { DatabaseService } from './database/database.service';
import type { RequestAuthoriser } from './identity/request-authoriser';
import { DomainError } from './problems/domain-error';
import type { UnservedRequest } from './unserved-request';

const API = '/api/v1/';
/** What works from memory: resolves, the snapshot, and reports that are dropped when they cannot be kept. */
const WITHOUT_DATABASE = /^(\w+ \/api\/v1\/(resolve|snapshot)|POST \/api\/v1\/consumers)\b/;

/**
 * What every request passes first: is there such a route, may this credential use it, can it be served yet. A callback and
 * not a promise, because most requests carry an API key and need no waiting.
 */
export function admission(
  unserved: UnservedRequest,
  authoriser: RequestAuthoriser,
  database: DatabaseService,
): onRequestHookHandler {
  return (request, reply, done) => {
    try {
      if (request.is404) throw unserved.refusal(request.method, request.url);
      // What the router matched, not what was written: paths have many spellings.
      const route = request.routeOptions.url ?? '';
      const api = route.startsWith(API);
      if (isEncoded(request)) throw encodedBody();
      reply.header('x-content-type-options', 'nosniff');
      if (api) reply.header('cache-control', 'no-store');
      const pending = authoriser.authorise(request);
      const admitted = () =>
        api && !canBeServed(`${request.method} ${route}`, database) ? done(notReady()) : done();
      if (pending) pending.then(admitted, done);
      else admitted();
    } catch (error) {
      // Refusals are thrown by all three; a callback hook has to hand them on itself.
      done(error as Error);
    }
  };
}

/** Until the schema is current there is only the last good snapshot, and files. */
function canBeServed(route: string, database: DatabaseService): boolean {
  return database.isReady() || WITHOUT_DATABASE.test(route);
}

function isEncoded({ headers }: FastifyRequest): boolean {
  const encoding = headers['content-encoding'];
  return encoding !== undefined && encoding !== 'identity';
}

function encodedBody(): DomainError {
  return new DomainError(
    'UNSUPPORTED_MEDIA_TYPE',
    'Bodies are read as they are: send the request without Content-Encoding',
  );
}

function notReady(): DomainError {
  return new DomainError('DATABASE_UNAVAILABLE', 'The database is not there yet. Try again in a moment.', {
    headers: { 'retry-after': '2' },
  });
}
