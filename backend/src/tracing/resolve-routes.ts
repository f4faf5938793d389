import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest, preParsingHookHandler, RouteHandlerMethod } from 'fastify';
import { CLOCK, type Clock } from '../clock';
import { toDomainError } from '../problems/answer-problem';
import { DomainError, invalidField } from '../problems/domain-error';
import { PROBLEMS } from '../problems/problem-codes';
import { toProblem } from '../problems/problem.dto';
import { plainJsonBody } from './plain-json-body';
import type { PreparedAnswer } from './prepared-answer';
import { renderedMembers } from './rendered-members';
import { ResolveCountingService } from './resolve-counting.service';
import { readBatchBody, readResolveBody, readResolveQuery, type ResolveInput } from './resolve-input';
import { ResolveService, type ResolveMoment } from './resolve.service';
import { newTraceId } from './trace-id';

const JSON_TYPE = 'application/json; charset=utf-8';
/** A hundred long prompts rendered with long values must not fill the memory. In UTF-16 units. */
const MOST_BATCH_UNITS = 32_000_000;

/**
 * The handlers that serve resolves, in place of the ones that `ResolveController` declares: no pipes, no interceptors, no
 * database, no serialisation of words.
 */
@Injectable()
export class ResolveRoutes {
  constructor(
    private readonly resolver: ResolveService,
    private readonly counting: ResolveCountingService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The handler of a resolve route; `undefined` for every other route. */
  handlerFor(method: string, url: string): RouteHandlerMethod | undefined {
    if (method === 'POST' && url === '/api/v1/resolve') return (request, reply) => this.one(request, reply);
    if (method === 'POST' && url === '/api/v1/resolve/batch')
      return (request, reply) => this.batch(request, reply);
    if ((method === 'GET' || method === 'HEAD') && url === '/api/v1/resolve/:name')
      return (request, reply) => this.named(request, reply);
    return undefined;
  }

  /** A `preParsing` hook for a resolve route with a body: serves plain ones without Fastify's parser. `undefined` for every other route. */
  bodyReaderFor(method: string, url: string): preParsingHookHandler | undefined {
    if (method !== 'POST' || url !== '/api/v1/resolve') return undefined;
    return plainJsonBody((request, reply) => this.one(request, reply));
  }

  private one(request: FastifyRequest, reply: FastifyReply): Promise<string> | undefined {
    const input = readResolveBody(request.body, this.clock.now().getTime());
    const moment = this.resolver.moment();
    const found = this.resolver.find(moment, input);
    void reply.header('content-type', JSON_TYPE).header('cache-control', 'no-store');
    const answer = (prepared: PreparedAnswer): string => {
      const json = answerJson(moment, prepared, input);
      this.counting.count(prepared.experiment);
      return json;
    };
    if (found instanceof Promise) return found.then(answer);
    void reply.send(answer(found));
    return undefined;
  }

  private named(request: FastifyRequest, reply: FastifyReply): Promise<string> | undefined {
    const input = readResolveQuery(request.params, request.query, this.clock.now().getTime());
    const moment = this.resolver.moment();
    const found = this.resolver.find(moment, input);
    const answer = (prepared: PreparedAnswer): string => {
      // HEAD has no words; a 304 means that the caller has them.
      if (request.method === 'GET') this.counting.count(prepared.experiment);
      const etag = prepared.etag(moment.stale);
      void reply
        .header('content-type', JSON_TYPE)
        .header('cache-control', 'private, no-cache')
        .header('etag', etag);
      if (!matches(request.headers['if-none-match'], etag)) return answerJson(moment, prepared, input);
      // No body to carry it, and the caller's kept body has the trace id of an earlier use.
      void reply.code(304).removeHeader('content-type').header('x-trace-id', newTraceId());
      return '';
    };
    if (found instanceof Promise) return found.then(answer);
    void reply.send(answer(found));
    return undefined;
  }

  private async batch(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const inputs = readBatchBody(request.body, this.clock.now().getTime());
    const moment = this.resolver.moment();
    const found = await Promise.all(
      inputs.map((input) => this.attempt(() => this.resolver.find(moment, input))),
    );
    const answers: string[] = [];
    const served: PreparedAnswer[] = [];
    let units = 0;
    for (const [i, input] of inputs.entries()) {
      const prepared = found[i] as PreparedAnswer | DomainError;
      const answer =
        prepared instanceof DomainError
          ? prepared
          : await this.attempt(() => answerJson(moment, prepared, input));
      const json =
        typeof answer === 'string'
          ? `{"ok":true,${answer.slice(1)}`
          : `{"ok":false,"problem":${problemJson(answer, request.id)}}`;
      units += json.length;
      if (units > MOST_BATCH_UNITS)
        throw invalidField(
          `requests[${i}]`,
          'and those before it have too long an answer together; ask in smaller batches',
        );
      answers.push(json);
      if (typeof answer === 'string') served.push(prepared as PreparedAnswer);
    }
    for (const { experiment } of served) this.counting.count(experiment);
    void reply.header('content-type', JSON_TYPE).header('cache-control', 'no-store');
    return `{"answers":[${answers.join(',')}]}`;
  }

  /** The refusal of one request of a batch is its answer; anything else is a bug and fails the batch. */
  private async attempt<T>(work: () => T | Promise<T>): Promise<T | DomainError> {
    try {
      return await work();
    } catch (error) {
      const refused = toDomainError(error);
      if (PROBLEMS[refused.code].status === 500) throw error;
      return refused;
    }
  }
}

function answerJson(
  { index, stale }: ResolveMoment,
  answer: PreparedAnswer,
  { variables }: ResolveInput,
): string {
  const more = variables === undefined ? '' : renderedMembers(answer.words, variables);
  return answer.json({ stale, revision: index.revision, traceId: newTraceId() }, more);
}

function problemJson(error: DomainError, requestId: string): string {
  const { errors, members } = error.options;
  return JSON.stringify({
    ...toProblem(error.code, error.message, requestId),
    ...(errors ? { errors } : {}),
    ...members,
  });
}

/** The weak comparison that If-None-Match asks for (RFC 9110, 13.1.2). */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag || header.trim() === '*') return true;
  const opaque = etag.slice(2);
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === opaque);
}
