import { ConsoleLogger, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import cookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { AppModule } from './app.module';
import type { Configuration } from './configuration';
import { refuseUnreadable } from './unreadable-request';
import { serveConsole } from './console-files';
import { DatabaseService } from './database/database.service';
import { SnapshotEvents } from './experiments/snapshot-events';
import { SnapshotRoutes } from './experiments/snapshot-routes';
import { serveFast, type FastRoutes } from './fast-routes';
import { documentApi } from './openapi';
import { admission } from './admission';
import { RequestAuthoriser } from './identity/request-authoriser';
import { accessOf } from './authorisation';
import { readJsonBodies } from './json-body';
import { guardInput } from './input-guard';
import { UnservedRequest } from './unserved-request';
import { isOutage } from './problems/database-errors';
import { answerProblem, toDomainError } from './problems/answer-problem';
import { ProblemFilter } from './problems/problem.filter';
import { RecordRoutes } from './tracing/record-routes';
import { ResolveRoutes } from './tracing/resolve-routes';
import { validationPipe } from './validation';

/** Largest request body, except for batches of traces and outcomes. Prompt contents are limited further, by characters. */
export const MAX_BODY_BYTES = 1_048_576;

/** The whole server without a listening port; shared by main, the contract and the tests. Does not open the database. */
export async function createApp(configuration: Configuration): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    // One hop: what stands further out could be written by the client itself, to look like many clients.
    trustProxy: configuration.trustProxy ? 1 : false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 1_000 },
    forceCloseConnections: 'idle',
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      answerProblem(request, reply, toDomainError(error), new Logger('Problem')),
    clientErrorHandler: refuseUnreadable,
    requestTimeout: 60_000,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(configuration), adapter, {
    bodyParser: false,
    logger: logger(configuration.logLevel),
  });
  const fastify = adapter.getInstance();
  readJsonBodies(fastify);
  await fastify.register(cookie);

  const fastRoutes = [ResolveRoutes, RecordRoutes, SnapshotRoutes, SnapshotEvents].map((routes) =>
    app.get<FastRoutes>(routes),
  );
  const unserved = new UnservedRequest();
  fastify.decorateRequest('principal', null);
  fastify.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      const access = accessOf(method, route.url);
      unserved.add(method, route.url);
      route.config = { ...route.config, access };
      serveFast(route, method, fastRoutes);
    }
  });
  fastify.addHook('onRequest', admission(unserved, app.get(RequestAuthoriser), app.get(DatabaseService)));
  fastify.addHook('preValidation', guardInput);

  const database = app.get(DatabaseService);
  app.useGlobalFilters(new ProblemFilter((error) => isOutage(error) && database.observe(error as Error)));
  app.useGlobalPipes(validationPipe());
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready'] });
  documentApi(app);
  await serveConsole(fastify, configuration.consoleDir, unserved);
  await app.init();
  return app;
}

function logger(level: Configuration['logLevel']): ConsoleLogger | false {
  if (level === 'silent') return false;
  const order = ['fatal', 'error', 'warn', 'log', 'debug'] as const;
  const logLevels = order.slice(0, order.indexOf(level === 'info' ? 'log' : level) + 1);
  return new OwnLines({ logLevels, colors: process.stdout.isTTY === true });
}

/** What Nest says of each module and route at the start, which is the same every time. */
const FRAMEWORK = new Set([
  'NestFactory',
  'NestApplication',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
]);

/** Without the framework's own lines, unless something is wrong. */
class OwnLines extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (!FRAMEWORK.has(String(rest.at(-1)))) super.log(message, ...rest);
  }
}
