import type { FastifyInstance } from 'fastify';
import { DomainError } from './problems/domain-error';

/**
 * The refusal of a request that no API route takes: 405 with `Allow` when its path has other methods, else 404.
 * @param served `METHOD /path/:parameter` of every route.
 */
export class UnservedRequest {
  private readonly routes: Array<{ method: string; pattern: RegExp }> = [];

  add(method: string, url: string): void {
    if (url.includes('*')) return;
    this.routes.push({ method, pattern: new RegExp(`^${url.replace(/:[^/]+/g, '[^/]+')}/?$`) });
  }

  refusal(method: string, url: string): DomainError {
    const path = url.split('?', 1)[0] ?? '';
    const allowed = this.routes.filter(({ pattern }) => pattern.test(path)).map((route) => route.method);
    if (allowed.length === 0 || allowed.includes(method)) return new DomainError('NOT_FOUND', `There is nothing at ${path.slice(0, 200)}`);
    return new DomainError('METHOD_NOT_ALLOWED', `${path.slice(0, 200)} takes ${allowed.join(', ')}, not ${method}`, {
      headers: { allow: allowed.join(', ') },
    });
  }
}

/** Answers requests that no route takes with a problem, before the framework's own 404. */
export function refuseUnserved(fastify: FastifyInstance, unserved: UnservedRequest): void {
  fastify.addHook('onRequest', async (request) => {
    if (request.is404) throw unserved.refusal(request.method, request.url);
  });
}
