import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../../clock';
import { MlflowRun } from './mlflow-run.entity';
import type { KnownRun } from './mlflow-records';
import { MlflowSync } from './mlflow-sync.entity';
import { MlflowTraceRow } from './mlflow-trace.entity';
import { MlflowService } from './mlflow.service';

/** Runs that are known without asking; the oldest is forgotten first. */
const MOST_KNOWN = 2_000;

/** Which experiment and runs in MLflow we tell of what we record. */
@Injectable()
export class RunDirectoryService {
  private readonly known = new Map<string, Promise<string>>();
  private readonly noted = new Set<string>();

  constructor(
    private readonly mlflow: MlflowService,
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The id of the experiment, and that there is one, for whoever asks without MLflow at hand.
   * @throws MlflowError.
   */
  async experimentId(): Promise<string> {
    const id = await this.mlflow.experimentId();
    if (this.noted.has(id)) return id;
    const never = new Date(0);
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(MlflowSync)
      .values({ mlflowExperimentId: id, syncedUntil: never, lastRunAt: never })
      .orIgnore()
      .execute();
    this.noted.add(id);
    return id;
  }

  /** The experiments that were ever told, the one that is told now first. Asks only our own database. */
  async experimentIds(): Promise<string[]> {
    const rows = await this.dataSource.manager.find(MlflowSync, { order: { lastRunAt: 'DESC' } });
    const ids = rows.map(({ mlflowExperimentId }) => mlflowExperimentId);
    const current = ids.filter((id) => this.noted.has(id));
    return [...current, ...ids.filter((id) => !this.noted.has(id))];
  }

  /** Remembers that MLflow has a trace, in the run of this key. */
  async note(traceId: string, runKey: string): Promise<void> {
    await this.dataSource.manager.upsert(MlflowTraceRow, { traceId, runKey }, ['traceId']);
  }

  /** The run that a trace was told with; `null` when MLflow has not got it. Asks only our own database. */
  async runOf(traceId: string): Promise<MlflowRun | null> {
    const told = await this.dataSource.manager.findOne(MlflowTraceRow, {
      where: { traceId },
      relations: { run: true },
    });
    return told?.run ?? null;
  }

  /** The versions of a prompt that MLflow has uses of, each with the experiment there that has the newest. */
  async versionsTold(promptId: string): Promise<ReadonlyMap<number, string>> {
    const rows = (await this.dataSource.query(
      `SELECT DISTINCT ON (version) version, mlflow_experiment_id AS id FROM mlflow_runs
       WHERE prompt_id = $1 AND version IS NOT NULL ORDER BY version, created_at DESC`,
      [promptId],
    )) as { version: number; id: string }[];
    return new Map(rows.map(({ version, id }) => [version, id]));
  }

  /**
   * The id of the run, which is made when it is missing. Asked for by many at once, it is looked for once; every process
   * asks MLflow itself the first time, so that a run that was deleted there comes back.
   * @throws MlflowError.
   */
  find(run: KnownRun): Promise<string> {
    const known = this.known.get(run.key);
    if (known) return known;
    const found = this.look(run);
    this.known.set(run.key, found);
    found.catch(() => this.known.delete(run.key)); // told to whoever asked; the next one asks again
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST_KNOWN) break;
      this.known.delete(oldest);
    }
    return found;
  }

  private async look(run: KnownRun): Promise<string> {
    const runId = await this.mlflow.client.findOrCreateRun(run);
    const row = {
      runKey: run.key,
      mlflowExperimentId: run.experimentId,
      runId,
      createdAt: this.clock.now(),
      ...run.of,
    };
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(MlflowRun)
      .values(row)
      // Not when it was made: every process looks for it anew, and an old one must not become the newest.
      .orUpdate(['run_id', 'prompt_id', 'version', 'experiment_id', 'variant'], ['run_key'])
      .execute();
    return runId;
  }
}
