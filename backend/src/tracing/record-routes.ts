import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest, preParsingHookHandler, RouteHandlerMethod } from 'fastify';
import { CLOCK, type Clock } from '../clock';
import type { FastRoutes } from '../fast-routes';
import { DomainError } from '../problems/domain-error';
import { MAX_BATCH_BYTES, readBatch, reportOf } from './batch-input';
import { BatchRoom } from './batch-room';
import type { IngestReport } from './ingest-report';
import { readOutcome } from './outcome-input';
import { OutcomesService } from './outcomes.service';
import { readTrace } from './trace-input';
import { TracesService } from './traces.service';

const TRACES = '/api/v1/traces';
const OUTCOMES = '/api/v1/outcomes';
const NOTHING: IngestReport = { accepted: 0, duplicates: 0, flagged: 0, rejected: [] };
const MOST_DETAIL = 1_000;
/** `rejected` has all of them; this list is for people. */
const MOST_ERRORS = 100;

/** The handlers that take batches, in place of the ones that `RecordController` declares. */
@Injectable()
export class RecordRoutes implements FastRoutes {
  readonly room = new BatchRoom();

  constructor(
    private readonly traces: TracesService,
    private readonly outcomes: OutcomesService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  handlerFor(method: string, url: string): RouteHandlerMethod | undefined {
    if (method !== 'POST') return undefined;
    if (url === TRACES) return (request) => this.room.during(request, () => this.recordTraces(request));
    if (url === OUTCOMES) return (request) => this.room.during(request, () => this.recordOutcomes(request));
    return undefined;
  }

  bodyLimitFor(method: string, url: string): number | undefined {
    return this.handlerFor(method, url) && MAX_BATCH_BYTES;
  }

  /** Fastify reads it, when there is room for it. */
  bodyReaderFor(method: string, url: string): preParsingHookHandler | undefined {
    if (!this.handlerFor(method, url)) return undefined;
    return (request, reply, _payload, done) => {
      try {
        this.room.enter(request, reply);
        done();
      } catch (error) {
        done(error as Error); // a callback hook has to hand it on itself
      }
    };
  }

  private async recordTraces({ body }: FastifyRequest): Promise<IngestReport> {
    const now = this.clock.now().getTime();
    const batch = await readBatch(body, 'traces', (item) => readTrace(item, now));
    const report = batch.items.length === 0 ? NOTHING : await this.traces.append(batch.items);
    return taken(reportOf(batch, report), 'traces');
  }

  private async recordOutcomes({ body }: FastifyRequest): Promise<IngestReport> {
    const batch = await readBatch(body, 'outcomes', readOutcome);
    const report = batch.items.length === 0 ? NOTHING : await this.outcomes.append(batch.items, 'api');
    return taken(reportOf(batch, report), 'outcomes');
  }
}

/**
 * The report, unless nothing at all was taken.
 * @throws DomainError INVALID_INPUT.
 */
function taken(report: IngestReport, member: string): IngestReport {
  const { accepted, duplicates, rejected } = report;
  if (accepted + duplicates > 0) return report;
  const errors = rejected.slice(0, MOST_ERRORS).map(({ index, field, message }) => ({
    field: `${member}[${index}]${field === undefined ? '' : `.${field}`}`,
    message: field === undefined ? message : message.slice(field.length + 2),
  }));
  let detail = `None of the ${member} was taken.`;
  for (const { field, message } of errors) {
    if (detail.length > MOST_DETAIL) break;
    detail += ` ${field}: ${message};`;
  }
  throw new DomainError('INVALID_INPUT', detail.slice(0, MOST_DETAIL), { errors, members: { rejected } });
}
