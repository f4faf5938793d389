import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../clock';
import { MetricsService } from '../experiments/metrics.service';
import type { NewOutcome } from './append-outcomes';
import { digestOf } from './digest';
import { distinct, reportOn } from './distinct-items';
import { ItemRefusal, type IngestReport, type RejectedItem } from './ingest-report';
import { KnownPrompts } from './known-prompts';
import { checkOutcome, type OutcomeInput } from './outcome-input';
import { RecordQuery } from './record.query';

/** Appends the values of metrics that arrive for traces and conversations. What they mean is evaluation's to say. */
@Injectable()
export class OutcomesService {
  constructor(
    private readonly record: RecordQuery,
    private readonly metrics: MetricsService,
    private readonly known: KnownPrompts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Stores those that are new, in one statement; the others are duplicates, or rejected: UNKNOWN_METRIC,
   * METRIC_NOT_RECORDABLE, OUT_OF_RANGE, FUTURE_DATED, UNKNOWN_EXPERIMENT, ID_CONFLICT. Of a trace that is not there (yet)
   * they are taken as well. Places in the report are places in `outcomes`. Only what came by the API is told elsewhere.
   */
  async append(outcomes: readonly OutcomeInput[], source: 'api' | 'mlflow'): Promise<IngestReport> {
    const receivedAt = this.clock.now();
    const { sound, refused } = await this.check(outcomes, receivedAt.getTime());
    const batch = distinct(sound);
    const appended =
      batch.rows.length === 0
        ? { accepted: 0, flagged: 0, conflicts: [] }
        : await this.record.outcomes(batch.rows, source, receivedAt);
    const report = reportOn(batch, appended);
    return { ...report, rejected: [...refused, ...report.rejected] };
  }

  private async check(
    outcomes: readonly OutcomeInput[],
    now: number,
  ): Promise<{ sound: NewOutcome[]; refused: RejectedItem[] }> {
    const metrics = await this.metrics.known([...new Set(outcomes.map(({ metric }) => metric))]);
    const experimentIds = outcomes.flatMap(({ experimentId }) => experimentId ?? []);
    const experiments = await this.known.experimentsOf(new Set(experimentIds));
    const sound: NewOutcome[] = [];
    const refused: RejectedItem[] = [];
    for (const [index, input] of outcomes.entries()) {
      try {
        checkOutcome(input, metrics.get(input.metric), now);
        if (input.experimentId !== null && !experiments.has(input.experimentId))
          throw new ItemRefusal('UNKNOWN_EXPERIMENT', 'experimentId', 'there is no such experiment');
        sound.push({ id: input.id, index, digest: digestOf(identity(input)), input });
      } catch (error) {
        if (!(error instanceof ItemRefusal)) throw error;
        refused.push(error.of(index, input.id));
      }
    }
    return { sound, refused };
  }
}

/** In an order that does not depend on who made the object. */
function identity({ id, traceId, conversationId, experimentId, metric, value, occurredAt }: OutcomeInput) {
  return [id, traceId, conversationId, experimentId, metric, value, occurredAt];
}
