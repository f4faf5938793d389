import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type {} from '@fastify/cookie';
import { CONFIGURATION, type Configuration } from '../configuration';
import { DomainError } from '../problems/domain-error';
import { ApiKeyRing, type KeyRefusal } from './api-key-ring';
import { ApiKeyUsage } from './api-key-usage';
import { isCrossSite } from './cross-site';
import { allows, type Principal, type Scope } from './principal';
import { SESSION_COOKIE } from './session-cookie';
import { SessionsService } from './sessions.service';

/** What a route asks for: nothing, any credential, a signed-in person, or a credential with a scope. */
export type RouteAccess = 'public' | 'credential' | 'person' | Scope;

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
}

const KEY_REFUSALS: Readonly<Record<KeyRefusal, string>> = {
  unknown: 'The API key is not known here, or it was revoked',
  expired: 'The API key has expired',
  mistyped: 'The API key is cut off or mistyped: its checksum does not fit',
};

/** Decides, before anything else of a request is looked at, who is asking and whether they may. */
@Injectable()
export class RequestAuthoriser {
  private readonly trustedOrigin: string | null;

  constructor(
    private readonly keys: ApiKeyRing,
    private readonly usage: ApiKeyUsage,
    private readonly sessions: SessionsService,
    @Inject(CONFIGURATION) configuration: Configuration,
  ) {
    this.trustedOrigin = configuration.publicUrl ? new URL(configuration.publicUrl).origin : null;
  }

  /**
   * Establishes `request.principal` from an API key or a session cookie, and enforces the route's `config.access`.
   * With an API key it is synchronous and needs no database: it guards the resolve route. A key wins over a cookie.
   * @throws DomainError NOT_AUTHENTICATED, NOT_ALLOWED or CROSS_SITE_REFUSED; rejects with the same for a session.
   */
  authorise(request: FastifyRequest): Promise<void> | void {
    const { access } = request.routeOptions.config;
    if (access === undefined) {
      if (request.is404) return;
      throw new Error(`No access is declared for ${request.method} ${request.routeOptions.url}`);
    }
    if (access === 'public') return this.refuseCrossSite(request);
    const key = bearerOf(request);
    if (key !== null) return this.admitKey(request, key, access);
    const token = request.cookies[SESSION_COOKIE];
    if (!token) throw notAuthenticated('Sign in, or send an API key as "Authorization: Bearer <key>"');
    this.refuseCrossSite(request);
    return this.admitSession(request, token, access);
  }

  private admitKey(request: FastifyRequest, key: string, access: RouteAccess): void {
    const found = this.keys.find(key);
    if (typeof found === 'string') throw notAuthenticated(KEY_REFUSALS[found]);
    this.usage.note(found.id);
    enforce(found, access);
    request.principal = found;
  }

  private async admitSession(request: FastifyRequest, token: string, access: RouteAccess): Promise<void> {
    const found = await this.sessions.find(token);
    if (!found) throw notAuthenticated('The session has ended; sign in again');
    enforce(found, access);
    request.principal = found;
  }

  private refuseCrossSite(request: FastifyRequest): void {
    const { method, headers, host } = request;
    const asked = { method, fetchSite: one(headers['sec-fetch-site']), origin: headers.origin, host };
    if (isCrossSite(asked, this.trustedOrigin))
      throw new DomainError(
        'CROSS_SITE_REFUSED',
        'A page of another site made the browser send this; nothing was changed',
      );
  }
}

function enforce({ type, scopes }: Principal, access: RouteAccess): void {
  if (access === 'public' || access === 'credential') return;
  if (access === 'person') {
    if (type === 'user') return;
    throw new DomainError('NOT_ALLOWED', 'This is for signed-in people; an API key cannot do it');
  }
  if (allows(scopes, access)) return;
  const held = scopes.length > 0 ? scopes.join(', ') : 'none';
  throw new DomainError(
    'NOT_ALLOWED',
    `This needs the scope "${access}"; this ${type === 'key' ? 'API key' : 'person'} has ${held}`,
  );
}

function notAuthenticated(detail: string): DomainError {
  return new DomainError('NOT_AUTHENTICATED', detail, { headers: { 'www-authenticate': 'Bearer' } });
}

/** The bearer credential; `null` when there is none. Other schemes are left to whoever stands in front of this server. */
function bearerOf(request: FastifyRequest): string | null {
  const given = request.headers.authorization;
  if (given === undefined || !/^bearer(\s|$)/i.test(given)) return null;
  return given.slice('bearer'.length).trim();
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}
