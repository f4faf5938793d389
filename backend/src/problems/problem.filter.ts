import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem, toDomainError } from './answer-problem';

/** The one place where an error becomes an answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  /** @param onError is shown every error before it is answered, such as to notice that the database went away. */
  constructor(private readonly onError: (error: unknown) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const cause = error instanceof HttpException ? (error.cause ?? error) : error;
    this.onError(cause);
    answerProblem(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), toDomainError(error), this.logger);
  }
}
