import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../clock';
import { CONFIGURATION, type Configuration } from '../../configuration';
import { MlflowClient } from './mlflow-client';
import type { MlflowConfiguration } from './mlflow-configuration';
import { MlflowError } from './mlflow-error';
import { MlflowLinks } from './mlflow-links';

/** How long the experiment's id is believed: it may be deleted in MLflow, and made anew. */
const EXPERIMENT_MS = 60_000;

/** The MLflow that this server is configured for. */
@Injectable()
export class MlflowService {
  readonly configuration: MlflowConfiguration | null;
  readonly runPer: Configuration['mlflowRunPer'];
  readonly links: MlflowLinks | null;
  private readonly connected: MlflowClient | null;
  private experiment: { readonly id: Promise<string>; readonly until: number } | null = null;

  constructor(
    @Inject(CONFIGURATION) { mlflow, mlflowRunPer }: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.configuration = mlflow;
    this.runPer = mlflowRunPer;
    this.links = mlflow && new MlflowLinks(mlflow);
    this.connected = mlflow && new MlflowClient(mlflow);
  }

  isOn(): boolean {
    return this.connected !== null;
  }

  /** @throws Error when no MLflow is configured: a bug, nobody may have asked. */
  get client(): MlflowClient {
    if (!this.connected) throw new Error('MLflow is not configured');
    return this.connected;
  }

  /**
   * The id of the configured experiment in MLflow, which is made when it is missing.
   * @throws MlflowError.
   */
  async experimentId(): Promise<string> {
    const now = this.clock.now().getTime();
    if (!this.experiment || this.experiment.until <= now) {
      const id = this.client.ensureExperiment(this.configuration?.experimentName ?? '').catch(forEverything);
      const asked = { id, until: now + EXPERIMENT_MS };
      this.experiment = asked;
      id.catch(() => {
        if (this.experiment === asked) this.experiment = null; // the next one asks again
      });
    }
    return this.experiment.id;
  }

  /** Ends the connections, and with them the calls under way. */
  async close(): Promise<void> {
    await this.connected?.close();
  }
}

/** Without the experiment nothing can be delivered: that is no entry's fault, and a person can set it right. */
function forEverything(error: unknown): never {
  if (error instanceof MlflowError && error.kind === 'refused')
    throw new MlflowError('temporary', error.message, error);
  throw error;
}
