import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OutboxEntry } from '../../database/outbox-entry.entity';
import type { Prompt } from '../../prompts/prompt.entity';
import type { TraceRow } from '../trace.entity';
import { mlflowTraceId } from './mlflow-trace-wire';
import { MlflowVersion } from './mlflow-version.entity';
import { MlflowService } from './mlflow.service';
import { RunDirectoryService } from './run-directory.service';
import { hexOf, versionTags } from './trace-records';

/** Where a trace is seen in MLflow. */
export interface TraceLinks {
  /** `off`: MLflow was never told. `waiting`: it will be. `failed`: that was given up. */
  readonly state: 'off' | 'waiting' | 'delivered' | 'failed';
  readonly traceUrl: string | null;
  readonly runUrl: string | null;
  readonly promptUrl: string | null;
}

/** A version as MLflow's registry has it. */
export interface MirroredLink {
  readonly version: number;
  readonly mlflowName: string;
  readonly mlflowVersion: string;
  readonly url: string | null;
  /** The list of its uses; `null` while MLflow was told of none. */
  readonly tracesUrl: string | null;
}

/** What of a trace says where it is. */
export type LinkedTrace = Pick<TraceRow, 'id' | 'promptId' | 'promptVersion'>;

const NOT_TOLD: TraceLinks = { state: 'off', traceUrl: null, runUrl: null, promptUrl: null };

/** Where people see in MLflow what is here. Asks only our own database, so that it answers while MLflow is away. */
@Injectable()
export class MlflowLinksService {
  constructor(
    private readonly mlflow: MlflowService,
    private readonly runs: RunDirectoryService,
    private readonly dataSource: DataSource,
  ) {}

  /** The trace, its run and its prompt version, as far as MLflow knows them. */
  async ofTrace(trace: LinkedTrace): Promise<TraceLinks> {
    const { links } = this.mlflow;
    if (!links) return NOT_TOLD;
    const key = hexOf(trace.id);
    const run = await this.runs.runOf(trace.id);
    const entry = await this.dataSource.manager.findOneBy(OutboxEntry, { topic: 'trace', key });
    const { promptId, promptVersion } = trace;
    return {
      state: run ? 'delivered' : entry ? (entry.deadAt ? 'failed' : 'waiting') : 'off',
      traceUrl: run && links.trace(run.mlflowExperimentId, mlflowTraceId(key)),
      runUrl: run && links.run(run.mlflowExperimentId, run.runId),
      promptUrl:
        promptId !== null && promptVersion !== null ? await this.ofVersion(promptId, promptVersion) : null,
    };
  }

  /** One version of a prompt; `null` while it is not mirrored. */
  async ofVersion(promptId: string, version: number): Promise<string | null> {
    const mirrored = await this.dataSource.manager.findOneBy(MlflowVersion, { promptId, version });
    const [experimentId] = await this.runs.experimentIds();
    return mirrored && this.versionUrl(mirrored, experimentId);
  }

  /** Every version of a prompt that is mirrored, newest first. @param name the prompt's. */
  async ofPrompt({ id: promptId, name }: Pick<Prompt, 'id' | 'name'>): Promise<MirroredLink[]> {
    const [experimentId] = await this.runs.experimentIds();
    const rows = await this.dataSource.manager.find(MlflowVersion, {
      where: { promptId },
      order: { version: 'DESC' },
    });
    const used = await this.runs.versionsTold(promptId);
    return rows.map((row) => ({
      version: row.version,
      mlflowName: row.mlflowName,
      mlflowVersion: row.mlflowVersion,
      url: this.versionUrl(row, experimentId),
      tracesUrl: this.tracesUrl(used.get(row.version), name, row.version),
    }));
  }

  /** The experiment that everything is told to; `null` before the first delivery. */
  async ofExperiment(): Promise<string | null> {
    const [experimentId] = this.mlflow.links ? await this.runs.experimentIds() : [];
    return experimentId === undefined ? null : (this.mlflow.links?.experiment(experimentId) ?? null);
  }

  private tracesUrl(experimentId: string | undefined, name: string, version: number): string | null {
    if (experimentId === undefined) return null;
    return this.mlflow.links?.traces(experimentId, versionTags(name, version)) ?? null;
  }

  private versionUrl(row: MlflowVersion, experimentId: string | undefined): string | null {
    if (experimentId === undefined) return null;
    return this.mlflow.links?.prompt(experimentId, row.mlflowName, Number(row.mlflowVersion)) ?? null;
  }
}
