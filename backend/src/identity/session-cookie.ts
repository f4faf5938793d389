import type { FastifyReply, FastifyRequest } from 'fastify';
import type {} from '@fastify/cookie';
import type { Configuration } from '../configuration';

/** Holds the session's token. */
export const SESSION_COOKIE = 'pr_session';

type CookieSettings = Pick<Configuration, 'publicUrl' | 'sessionAbsoluteHours'>;

/** Gives the browser the token: out of reach of scripts and of other sites' requests, and of plain HTTP where there is HTTPS. */
export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  settings: CookieSettings,
): void {
  void reply.setCookie(SESSION_COOKIE, token, {
    ...attributes(request, settings),
    maxAge: settings.sessionAbsoluteHours * 3_600,
  });
}

export function clearSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  settings: CookieSettings,
): void {
  void reply.clearCookie(SESSION_COOKIE, attributes(request, settings));
}

function attributes(request: FastifyRequest, { publicUrl }: CookieSettings) {
  const secure = request.protocol === 'https' || (publicUrl?.startsWith('https:') ?? false);
  return { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
}
