import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem, toDomainError } from './answer-problem';
import { DomainError } from './domain-error';

/** The one place where an error becomes an answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  /** @param onError is shown every error before it is answered, such as to notice that the database went away. */
  constructor(private readonly onError: (error: unknown) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const cause = error instanceof HttpException ? (error.cause ?? error) : error;
    const request = http.getRequest<FastifyRequest>();
    // The client went away while it was sending: nobody is there to answer, and it says nothing about the server.
    const gone = request.raw.errored !== null && request.raw.errored === cause;
    if (!gone) this.onError(cause);
    const problem = gone
      ? new DomainError('MALFORMED_REQUEST', 'The request ended early')
      : toDomainError(error);
    answerProblem(request, http.getResponse<FastifyReply>(), problem, this.logger);
  }
}
