import { Injectable } from '@nestjs/common';
import type { Metric } from '../../experiments/metric.entity';
import { MetricsService } from '../../experiments/metrics.service';
import type { OutcomeInput } from '../outcome-input';
import { OutcomesService } from '../outcomes.service';
import { recordedMetrics, toOutcome } from './assessment-outcome';
import type { MlflowTraceInfo, MlflowWindow } from './mlflow-records';
import { MlflowService } from './mlflow.service';
import { SyncProgressQuery } from './sync-progress.query';

/** What became of the assessments that name a metric of ours. */
export interface ReadCounts {
  /** New outcomes. */
  readonly taken: number;
  /** Outcomes already. */
  readonly known: number;
  /** No value of their metric, or one that was changed or overridden in MLflow after it had become an outcome. */
  readonly skipped: number;
}

/** Makes outcomes of what people and judges say about our traces in MLflow. */
@Injectable()
export class AssessmentReaderService {
  constructor(
    private readonly mlflow: MlflowService,
    private readonly progress: SyncProgressQuery,
    private readonly metrics: MetricsService,
    private readonly outcomes: OutcomesService,
  ) {}

  /**
   * Reads the traces of a window, page by page. What was read before is not taken again.
   * @throws MlflowError; what was taken until then stays.
   */
  async read(window: MlflowWindow): Promise<ReadCounts> {
    const metrics = recordedMetrics(await this.metrics.all());
    const total = { taken: 0, known: 0, skipped: 0 };
    let pageToken: string | null = null;
    do {
      const page = await this.mlflow.client.searchTraces(window, pageToken);
      const counts = await this.take(page.traces, metrics);
      total.taken += counts.taken;
      total.known += counts.known;
      total.skipped += counts.skipped;
      pageToken = page.nextPageToken;
    } while (pageToken !== null);
    return total;
  }

  private async take(
    traces: readonly MlflowTraceInfo[],
    metrics: ReadonlyMap<string, Metric>,
  ): Promise<ReadCounts> {
    const assessed = traces.filter(({ traceId, assessments }) => traceId !== null && assessments.length > 0);
    const ours = await this.progress.ours(assessed.flatMap(({ traceId }) => traceId ?? []));
    const found: OutcomeInput[] = [];
    let skipped = 0;
    for (const { traceId, assessments } of assessed) {
      if (traceId === null || !ours.has(traceId)) continue;
      for (const assessment of assessments) {
        const read = toOutcome(assessment, assessments, traceId, metrics);
        if (read === 'skipped') skipped += 1;
        else if (read !== 'ignored') found.push(read);
      }
    }
    if (found.length === 0) return { taken: 0, known: 0, skipped };
    const { accepted, duplicates, rejected } = await this.outcomes.append(found, 'mlflow');
    return { taken: accepted, known: duplicates, skipped: skipped + rejected.length };
  }
}
