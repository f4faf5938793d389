import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../clock';
import { CONFIGURATION, type Configuration } from '../../configuration';
import { AssessmentReaderService, type ReadCounts } from './assessment-reader.service';
import { RunDirectoryService } from './run-directory.service';
import { SyncProgressQuery } from './sync-progress.query';
import { syncWindow } from './sync-window';

/** A run that came to its end. */
export interface SyncRun extends ReadCounts {
  readonly from: Date;
  readonly to: Date;
}

/** Reads back, from time to time, what was assessed in MLflow. */
@Injectable()
export class MlflowSyncService {
  constructor(
    private readonly runs: RunDirectoryService,
    private readonly progress: SyncProgressQuery,
    private readonly reader: AssessmentReaderService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /**
   * One run, which looks at the traces of a window that lies in the past; `null` when another server is at it.
   * @throws MlflowError; the next run reads everything that this one missed.
   */
  async sync(): Promise<SyncRun | null> {
    const now = this.clock.now();
    const experimentId = await this.runs.experimentId();
    const before = await this.progress.begin(experimentId, now);
    if (!before) return null;
    const { from, to } = syncWindow(before, this.configuration.mlflowSyncHours, now);
    try {
      const counts = await this.reader.read({ experimentId, from, to });
      await this.progress.end(experimentId, to);
      return { from, to, ...counts };
    } catch (error) {
      await this.progress.fail(experimentId, (error as Error).message);
      throw error;
    }
  }
}
