import { Injectable } from '@nestjs/common';
import { PromptsService } from '../../prompts/prompts.service';
import { DeliveryWorker } from './delivery-worker';
import { MlflowHealthService } from './mlflow-health.service';
import { MlflowLinksService, type MirroredLink } from './mlflow-links.service';
import type { MlflowStatusDto } from './mlflow-status.dto';
import { MlflowStatusQuery } from './mlflow-status.query';
import { MlflowService } from './mlflow.service';

/** What people are told about MLflow. */
@Injectable()
export class MlflowStatusService {
  constructor(
    private readonly mlflow: MlflowService,
    private readonly health: MlflowHealthService,
    private readonly worker: DeliveryWorker,
    private readonly links: MlflowLinksService,
    private readonly query: MlflowStatusQuery,
    private readonly prompts: PromptsService,
  ) {}

  /** The state of deliveries and of the sync. */
  async get(): Promise<MlflowStatusDto> {
    const { configuration } = this.mlflow;
    const { state, problem } = this.health.current();
    const failure = this.health.lastFailure();
    const { depth, oldest, deadLetters } = await this.query.outbox();
    const sync = await this.query.sync();
    return {
      state,
      depth,
      oldest,
      problem,
      lastError: failure?.message ?? null,
      lastErrorAt: failure?.at ?? null,
      publicUrl: configuration?.publicUrl ?? null,
      experimentName: configuration?.experimentName ?? null,
      experimentUrl: await this.links.ofExperiment(),
      serverVersion: this.health.serverVersion(),
      breaker: this.worker.breakerState(),
      deadLetters,
      waitedInVain: this.worker.waitedInVain(),
      lastDeliveredAt: this.worker.lastDeliveredAt(),
      lastSyncAt: sync?.lastRunAt ?? null,
      syncedUntil: sync && sync.syncedUntil.getTime() > 0 ? sync.syncedUntil : null,
      lastSyncError: sync?.lastError ?? null,
    };
  }

  /**
   * The versions of a prompt that are in MLflow's registry.
   * @throws DomainError PROMPT_NOT_FOUND.
   */
  async mirrored(idOrName: string): Promise<MirroredLink[]> {
    return this.links.ofPrompt(await this.prompts.find(idOrName));
  }
}
