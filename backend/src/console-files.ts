import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from './problems/domain-error';
import type { UnservedRequest } from './unserved-request';

/** Everything from our own origin. Monaco injects style elements and starts its workers from blobs. */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'", 'data:'],
  workerSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** Paths that belong to the API: an unknown one is a problem document, not the console. */
const API_PATH = /^\/(api|health)(\/|$)/;

/** Files of the console; pages may have dots in their names, but not below these. */
const ASSET = /^(assets\/.*|[^/]+\.(js|css|map|ico|svg|png|woff2?|txt|json))$/;

/** Serves the built console: its files, and its start page for every address that the console routes itself. */
export async function serveConsole(
  fastify: FastifyInstance,
  directory: string,
  unserved: UnservedRequest,
): Promise<void> {
  await fastify.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    strictTransportSecurity: false, // whoever terminates TLS decides that
    global: false,
  });
  await fastify.register(fastifyStatic, { root: directory, serve: false });
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.routeOptions.url?.startsWith('/api/v1/')) await reply.helmet();
  });
  await fastify.register(compress, { global: false });
  fastify.get('/*', { compress: {} }, async (request, reply) => {
    if (API_PATH.test(request.url)) throw unserved.refusal(request.method, request.url);
    return sendConsole(request, reply, directory);
  });
}

function sendConsole(request: FastifyRequest, reply: FastifyReply, directory: string): FastifyReply {
  const path = decodeURI(request.url.split('?', 1)[0] ?? '/').slice(1);
  const isFile =
    path !== '' &&
    !path.includes('..') &&
    !path.includes('\0') &&
    /\.[a-z0-9]+$/i.test(path) &&
    existsSync(join(directory, path));
  // A missing script must not look like a page, or an open console fails strangely after an upgrade.
  if (!isFile && ASSET.test(path))
    throw new DomainError('NOT_FOUND', `There is no file ${path.slice(0, 200)}`);
  if (!isFile) return reply.sendFile('index.html', { maxAge: 0 });
  // The build puts a content hash into the names of what it makes.
  const hashed = /-[A-Z0-9]{8}\.\w+$/.test(path);
  return reply.sendFile(path, hashed ? { maxAge: '1y', immutable: true } : { maxAge: '1h' });
}
