import type { FastifyRequest } from 'fastify';

/** What a credential may be used for. `admin` includes all others. */
export const SCOPES = ['resolve', 'record', 'read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a signed-in person may do, by role. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ['resolve', 'read'],
  editor: ['resolve', 'record', 'read', 'write'],
  admin: SCOPES,
};

/** Who is asking, as established by a session cookie or an API key. */
export interface Principal {
  readonly type: 'user' | 'key';
  readonly id: string;
  /** E-mail address of a person, name of a key. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Only for a person. */
  readonly sessionId?: string;
}

/** Who did something, as it is written into versions, label moves and the audit log. */
export interface Actor {
  readonly type: 'user' | 'key' | 'system';
  readonly id: string | null;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly requestId: string | null;
}

/** The server itself, such as the seed at start. */
export function systemActor(name: string): Actor {
  return { type: 'system', id: null, name, scopes: SCOPES, requestId: null };
}

export function allows(scopes: readonly Scope[], needed: Scope): boolean {
  return scopes.includes(needed) || scopes.includes('admin');
}

declare module 'fastify' {
  interface FastifyRequest {
    /** `null` on public routes without a credential. */
    principal: Principal | null;
  }
}

/**
 * The actor of a request that passed authorisation.
 * @throws Error when called on a public route without a credential: a bug in the route, not in the request.
 */
export function actorOf(request: FastifyRequest): Actor {
  const { principal } = request;
  if (!principal) throw new Error(`No principal on ${request.method} ${request.routeOptions.url}`);
  const { type, id, name, scopes } = principal;
  return { type, id, name, scopes, requestId: request.id };
}
