import { setImmediate as turn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock';
import { CONFIGURATION, type Configuration } from '../configuration';
import type { NewTrace } from './append-traces';
import { distinct, reportOn } from './distinct-items';
import type { IngestReport } from './ingest-report';
import { KnownPrompts, type Known } from './known-prompts';
import { RecordQuery } from './record.query';
import { assignedAt, flagOf } from './trace-flag';
import type { TraceInput } from './trace-input';

/** Appends the traces that agents send. It decides what is kept and flagged; nothing is ever changed afterwards. */
@Injectable()
export class TracesService {
  constructor(
    private readonly record: RecordQuery,
    private readonly known: KnownPrompts,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /**
   * Stores those that are new, in one statement, with the conversations they expose. Those that are there already are
   * duplicates, or rejected with ID_CONFLICT when they say something else. Places in the report are places in `traces`.
   */
  async append(traces: readonly TraceInput[]): Promise<IngestReport> {
    const known = await this.known.of(traces);
    const receivedAt = this.clock.now();
    const batch = distinct(
      traces.map((input, index) => this.toRow(input, index, known, receivedAt.getTime())),
    );
    await turn(); // what was made of the batch so far took some milliseconds, and writing it takes as many
    return reportOn(batch, await this.record.traces(batch.rows, receivedAt));
  }

  private toRow(input: TraceInput, index: number, known: Known, receivedAt: number): NewTrace {
    const { id, digest, previews, experimentId, conversationId } = input;
    const prompt = known.prompts.get(input.promptName);
    const experiment = experimentId === null ? undefined : known.experiments.get(experimentId);
    const flag = flagOf(input, prompt, experiment);
    const start = flag === null && conversationId !== null ? (experiment?.startedAt ?? null) : null;
    return {
      id,
      index,
      digest,
      input: prompt && prompt.name !== input.promptName ? { ...input, promptName: prompt.name } : input,
      promptId: prompt?.id ?? null,
      flag,
      assignedAt: start === null ? null : assignedAt(input.startedAt, receivedAt, start),
      previews: previews && this.configuration.tracePreviews ? JSON.stringify(previews) : null,
    };
  }
}
