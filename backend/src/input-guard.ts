import type { FastifyRequest } from 'fastify';
import { DomainError } from './problems/domain-error';

/** No request of ours nests deeper; deeper ones would exhaust the stack of recursive code behind this guard. */
const MAX_DEPTH = 64;
// eslint-disable-next-line no-control-regex -- NUL is what it looks for
const UNSTORABLE = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Nest's validation would drop these at any depth without a word, and store other words than were sent. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
/** A resolve does not pass there, and a variable may be called so. */
const RESOLVE = '/api/v1/resolve';
const NO_KEYS: ReadonlySet<string> = new Set();

/**
 * Refuses what no request may hold, before anything else looks at it: bodies that are not objects, NUL characters and lone surrogates
 * (PostgreSQL text cannot store them) and JSON that nests too deep. Iterative and linear in the size of the body.
 * @throws DomainError INVALID_INPUT naming the field.
 */
export async function guardInput(request: FastifyRequest): Promise<void> {
  const { body, method } = request;
  const absent = body === undefined && method === 'PATCH';
  if (absent || (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))))
    throw refusal('body', 'must be a JSON object');
  guard(request.params, 'path');
  guard(request.query, 'query');
  guard(request.body, '', (request.routeOptions.url ?? '').startsWith(RESOLVE) ? NO_KEYS : FORBIDDEN_KEYS);
}

function guard(root: unknown, name: string, forbidden: ReadonlySet<string> = NO_KEYS): void {
  const stack: Array<{ value: unknown; path: string; depth: number }> = [
    { value: root, path: name, depth: 0 },
  ];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { value, path, depth } = next;
    if (typeof value === 'string') check(value, path);
    else if (typeof value === 'object' && value !== null) {
      if (depth >= MAX_DEPTH) throw refusal(path.slice(0, 100), `nests deeper than ${MAX_DEPTH} levels`);
      const list = Array.isArray(value);
      for (const [key, item] of Object.entries(value)) {
        if (!list) check(key, path);
        if (!list && forbidden.has(key))
          throw refusal(path ? `${path}.${key}` : key, 'is not accepted as a name');
        stack.push({
          value: item,
          path: list ? `${path}[${key}]` : path ? `${path}.${key}` : key,
          depth: depth + 1,
        });
      }
    }
  }
}

function check(text: string, path: string): void {
  if (UNSTORABLE.test(text)) throw refusal(path, 'has a NUL character or half of a surrogate pair');
}

function refusal(path: string, message: string): DomainError {
  const field = path.replace(UNSTORABLE, '?') || 'body';
  return new DomainError('INVALID_INPUT', `${field}: ${message}`, { errors: [{ field, message }] });
}
