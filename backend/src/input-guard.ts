import type { FastifyRequest } from 'fastify';
import { DomainError } from './problems/domain-error';
import { isStorable, NOT_STORABLE, storable } from './storable-text';

/** No request of ours nests deeper; deeper ones would exhaust the stack of recursive code behind this guard. */
const MAX_DEPTH = 64;

/** Nest's validation would drop these at any depth without a word, and store other words than were sent. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
/** These do not pass there, and a variable may be called so. */
const WITH_VARIABLES = /^\/api\/v1\/resolve\b/;
/** These say of each item what is wrong with it, and take the others. */
const ITEM_BY_ITEM = /^POST \/api\/v1\/(traces|outcomes)$/;
const NO_KEYS: ReadonlySet<string> = new Set();

/**
 * Refuses what no request may hold, before anything else looks at it: bodies that are not objects, NUL characters and lone surrogates
 * (PostgreSQL text cannot store them) and JSON that nests too deep. Iterative and linear in the size of the body. Of batches of
 * traces and outcomes each item is looked at by itself, later.
 * @throws DomainError INVALID_INPUT naming the field.
 */
export async function guardInput(request: FastifyRequest): Promise<void> {
  const { body, method } = request;
  const absent = body === undefined && method === 'PATCH';
  if (absent || (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))))
    throw refusal('body', 'must be a JSON object');
  guard(request.params, 'path');
  guard(request.query, 'query');
  if (readsItemByItem(request)) return;
  guard(request.body, '', WITH_VARIABLES.test(request.routeOptions.url ?? '') ? NO_KEYS : FORBIDDEN_KEYS);
}

/** Whether its handler takes the items of a batch one by one, those included that no other request may hold. */
export function readsItemByItem({ method, routeOptions }: FastifyRequest): boolean {
  return ITEM_BY_ITEM.test(`${method} ${routeOptions.url ?? ''}`);
}

function guard(root: unknown, name: string, forbidden: ReadonlySet<string> = NO_KEYS): void {
  if (typeof root === 'string') check(root, name);
  if (typeof root !== 'object' || root === null) return;
  const stack = [{ value: root, path: name, depth: 0 }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { value, path, depth } = next;
    if (depth >= MAX_DEPTH) throw refusal(path.slice(0, 100), `nests deeper than ${MAX_DEPTH} levels`);
    const list = Array.isArray(value);
    const at = (key: string): string => (list ? `${path}[${key}]` : path ? `${path}.${key}` : key);
    for (const key of Object.keys(value)) {
      if (!list) check(key, path);
      if (!list && forbidden.has(key)) throw refusal(at(key), 'is not accepted as a name');
      const item = (value as Readonly<Record<string, unknown>>)[key];
      // Most are plain values: batches have tens of thousands, so that nothing is made for one that is as it should be.
      if (typeof item === 'string') {
        if (!isStorable(item)) check(item, at(key));
      } else if (typeof item === 'object' && item !== null)
        stack.push({ value: item, path: at(key), depth: depth + 1 });
    }
  }
}

function check(text: string, path: string): void {
  if (!isStorable(text)) throw refusal(path, NOT_STORABLE);
}

function refusal(path: string, message: string): DomainError {
  const field = storable(path) || 'body';
  return new DomainError('INVALID_INPUT', `${field}: ${message}`, { errors: [{ field, message }] });
}
