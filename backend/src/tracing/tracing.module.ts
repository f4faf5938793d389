import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExperimentsModule } from '../experiments/experiments.module';
import { IdentityModule } from '../identity/identity.module';
import { PromptsModule } from '../prompts/prompts.module';
import { VersionsModule } from '../versions/versions.module';
import { Arrival } from './arrival.entity';
import { Exposure } from './exposure.entity';
import { KnownPrompts } from './known-prompts';
import { MlflowHealthService } from './mlflow/mlflow-health.service';
import { MlflowLinksController } from './mlflow/mlflow-links.controller';
import { MLFLOW_ENTITIES, MLFLOW_PROVIDERS } from './mlflow/mlflow-providers';
import { MlflowStatusController } from './mlflow/mlflow-status.controller';
import { OutcomeHour } from './outcome-hour.entity';
import { OutcomeRow } from './outcome.entity';
import { OutcomesService } from './outcomes.service';
import { PromptMetricsController } from './prompt-metrics.controller';
import { PromptMetricsQuery } from './prompt-metrics.query';
import { RecordRoutes } from './record-routes';
import { RecordController } from './record.controller';
import { RecordQuery } from './record.query';
import { ResolveCountingService } from './resolve-counting.service';
import { ResolveRoutes } from './resolve-routes';
import { ResolveController } from './resolve.controller';
import { ResolveService } from './resolve.service';
import { RetentionService } from './retention.service';
import { RollUpService } from './roll-up.service';
import { RollUpState } from './roll-up-state.entity';
import { StaleHour } from './stale-hour.entity';
import { TraceDetailQuery } from './trace-detail.query';
import { TraceHour } from './trace-hour.entity';
import { TraceListQuery } from './trace-list.query';
import { TraceRow } from './trace.entity';
import { TracesController } from './traces.controller';
import { TracesService } from './traces.service';
import { UnitHour } from './unit-hour.entity';
import { UsageQuery } from './usage.query';
import { UseHour } from './use-hour.entity';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      TraceRow,
      OutcomeRow,
      Exposure,
      TraceHour,
      OutcomeHour,
      RollUpState,
      Arrival,
      StaleHour,
      UseHour,
      UnitHour,
      ...MLFLOW_ENTITIES,
    ]),
    IdentityModule,
    PromptsModule,
    VersionsModule,
    ExperimentsModule,
  ],
  controllers: [
    PromptMetricsController,
    RecordController,
    ResolveController,
    MlflowLinksController,
    MlflowStatusController,
    TracesController,
  ],
  providers: [
    KnownPrompts,
    OutcomesService,
    RecordQuery,
    RecordRoutes,
    TracesService,
    PromptMetricsQuery,
    RetentionService,
    RollUpService,
    TraceDetailQuery,
    TraceListQuery,
    ResolveCountingService,
    ResolveService,
    ResolveRoutes,
    UsageQuery,
    ...MLFLOW_PROVIDERS,
  ],
  exports: [RecordRoutes, ResolveRoutes, MlflowHealthService, UsageQuery],
})
export class TracingModule {}
