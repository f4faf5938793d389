import type { preParsingHookHandler, RouteHandlerMethod, RouteOptions } from 'fastify';

/** Routes that controllers declare, for the contract and for authorisation, and that thin handlers serve, without Nest's pipeline. */
export interface FastRoutes {
  /** The handler of one of its routes; `undefined` for every other route. */
  handlerFor(method: string, url: string): RouteHandlerMethod | undefined;
  /** A hook that reads the body of one of its routes in place of Fastify's parser; `undefined` for every other route. */
  bodyReaderFor?(method: string, url: string): preParsingHookHandler | undefined;
  /** The largest body of one of its routes, in bytes; `undefined`: the server's own limit. */
  bodyLimitFor?(method: string, url: string): number | undefined;
}

/** Puts the thin handler in the place of the declared one, when there is one. */
export function serveFast(route: RouteOptions, method: string, all: readonly FastRoutes[]): void {
  for (const routes of all) {
    route.handler = routes.handlerFor(method, route.url) ?? route.handler;
    route.preParsing = routes.bodyReaderFor?.(method, route.url) ?? route.preParsing;
    const bodyLimit = routes.bodyLimitFor?.(method, route.url);
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  }
}
