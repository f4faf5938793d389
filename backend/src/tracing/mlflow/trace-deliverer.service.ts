import { Injectable } from '@nestjs/common';
import type { TraceRow } from '../trace.entity';
import type { Deliverer, Delivery } from './deliverer';
import type { Claim } from './delivery-queue.query';
import { MirrorBacklogService } from './mirror-backlog.service';
import type { MlflowPromptVersion } from './mlflow-records';
import { MlflowService } from './mlflow.service';
import { RunDirectoryService } from './run-directory.service';
import { TraceDeliveryQuery } from './trace-delivery.query';
import { servedItsVersion, toMlflowTrace, toRun } from './trace-records';

/**
 * Tells MLflow of traces: the run that they share, the trace, its links. The order matters, see docs/decisions/0009; a
 * trace that may have been begun already is looked for first, because it must not be written again once it is linked.
 */
@Injectable()
export class TraceDelivererService implements Deliverer {
  constructor(
    private readonly mlflow: MlflowService,
    private readonly runs: RunDirectoryService,
    private readonly query: TraceDeliveryQuery,
    private readonly backlog: MirrorBacklogService,
  ) {}

  /** @throws MlflowError. */
  async deliver({ reference: traceId, attempts }: Claim): Promise<Delivery> {
    const trace = await this.query.trace(traceId);
    if (!trace) return 'nothing';
    const prompts = await this.promptsOf(trace);
    if (prompts === null) return { waitsFor: `version ${trace.promptVersion} of its prompt` };
    const { client } = this.mlflow;
    const experimentId = await this.runs.experimentId();
    const run = toRun(trace, experimentId, prompts, this.mlflow.runPer);
    const sent = toMlflowTrace(trace, experimentId, await this.runs.find(run), prompts);
    const isThere = attempts > 1 && (await client.getTrace(traceId)) !== null;
    if (!isThere) await client.putTrace(sent);
    await client.putSpans([sent]);
    await client.linkPrompts(traceId, prompts);
    await this.runs.note(traceId, run.key);
    return 'delivered';
  }

  /** What the trace is linked to; `null` while its version is still to be mirrored. */
  private async promptsOf(trace: TraceRow): Promise<MlflowPromptVersion[] | null> {
    const { promptId, promptVersion } = trace;
    if (!servedItsVersion(trace) || promptId === null || promptVersion === null) return [];
    const mirrored = await this.query.mirrored(promptId, promptVersion);
    if (mirrored === 'absent') return [];
    if (typeof mirrored !== 'string') return [mirrored];
    if (mirrored === 'forgotten') await this.backlog.enqueue(promptId, promptVersion);
    return null;
  }
}
