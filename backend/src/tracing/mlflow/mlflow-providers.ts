import { AssessmentReaderService } from './assessment-reader.service';
import { DeadLettersService } from './dead-letters.service';
import { DeliverersService } from './deliverers.service';
import { DeliveryQueueQuery } from './delivery-queue.query';
import { DeliveryWorker, RANDOM } from './delivery-worker';
import { ExperimentLinksQuery } from './experiment-links.query';
import { MirrorBacklogService } from './mirror-backlog.service';
import { MlflowDeliveryService } from './mlflow-delivery.service';
import { MlflowHealthService } from './mlflow-health.service';
import { MlflowLabel } from './mlflow-label.entity';
import { MlflowLinksService } from './mlflow-links.service';
import { MlflowRun } from './mlflow-run.entity';
import { MlflowSchedule } from './mlflow-schedule';
import { MlflowService } from './mlflow.service';
import { MlflowStatusQuery } from './mlflow-status.query';
import { MlflowStatusService } from './mlflow-status.service';
import { MlflowSync } from './mlflow-sync.entity';
import { MlflowSyncService } from './mlflow-sync.service';
import { MlflowTraceRow } from './mlflow-trace.entity';
import { MlflowVersion } from './mlflow-version.entity';
import { OutcomeDelivererService } from './outcome-deliverer.service';
import { OutcomeDeliveryQuery } from './outcome-delivery.query';
import { PromptDelivererService } from './prompt-deliverer.service';
import { PromptMirrorService } from './prompt-mirror.service';
import { RunDirectoryService } from './run-directory.service';
import { SyncProgressQuery } from './sync-progress.query';
import { TraceDelivererService } from './trace-deliverer.service';
import { TraceDeliveryQuery } from './trace-delivery.query';

export const MLFLOW_ENTITIES = [MlflowLabel, MlflowRun, MlflowTraceRow, MlflowVersion, MlflowSync];

/** Everything between the outbox and MLflow. */
export const MLFLOW_PROVIDERS = [
  AssessmentReaderService,
  DeadLettersService,
  DeliverersService,
  DeliveryQueueQuery,
  DeliveryWorker,
  ExperimentLinksQuery,
  { provide: RANDOM, useValue: Math.random },
  MirrorBacklogService,
  MlflowDeliveryService,
  MlflowHealthService,
  MlflowLinksService,
  MlflowSchedule,
  MlflowService,
  MlflowStatusQuery,
  MlflowStatusService,
  MlflowSyncService,
  OutcomeDelivererService,
  OutcomeDeliveryQuery,
  PromptDelivererService,
  PromptMirrorService,
  RunDirectoryService,
  SyncProgressQuery,
  TraceDelivererService,
  TraceDeliveryQuery,
];
