import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity/identity.module';
import { PromptsModule } from '../prompts/prompts.module';
import { Consumer } from './consumer.entity';
import { ConsumersController } from './consumers.controller';
import { ConsumersService } from './consumers.service';
import { ExperimentChangeService } from './experiment-change.service';
import { ExperimentConclusionService } from './experiment-conclusion.service';
import { ExperimentDraftsService } from './experiment-drafts.service';
import { ExperimentLayer } from './experiment-layer.entity';
import { ExperimentLifeService } from './experiment-life.service';
import { ExperimentPromotionService } from './experiment-promotion.service';
import { ExperimentStep } from './experiment-step.entity';
import { Experiment } from './experiment.entity';
import { ExperimentQuery } from './experiment.query';
import { ExperimentsController } from './experiments.controller';
import { Metric } from './metric.entity';
import { MetricsController } from './metrics.controller';
import { MetricsService } from './metrics.service';
import { PromptExperimentsController } from './prompt-experiments.controller';
import { ResolveCount } from './resolve-count.entity';
import { ResolveCountsService } from './resolve-counts.service';
import { SnapshotController } from './snapshot.controller';
import { SnapshotDiskService } from './snapshot-disk.service';
import { SnapshotEvents } from './snapshot-events';
import { SnapshotPublisherService } from './snapshot-publisher.service';
import { SnapshotRoutes } from './snapshot-routes';
import { SnapshotQuery } from './snapshot.query';
import { SnapshotService } from './snapshot.service';

@Module({
  imports: [
    TypeOrmModule.forFeature([Experiment, ExperimentStep, ExperimentLayer, Consumer, Metric, ResolveCount]),
    IdentityModule,
    PromptsModule,
  ],
  controllers: [
    PromptExperimentsController,
    ExperimentsController,
    MetricsController,
    SnapshotController,
    ConsumersController,
  ],
  providers: [
    ConsumersService,
    ExperimentChangeService,
    ExperimentConclusionService,
    ExperimentDraftsService,
    ExperimentLifeService,
    ExperimentPromotionService,
    ExperimentQuery,
    MetricsService,
    ResolveCountsService,
    SnapshotQuery,
    SnapshotDiskService,
    SnapshotService,
    SnapshotPublisherService,
    SnapshotRoutes,
    SnapshotEvents,
  ],
  exports: [
    ExperimentChangeService,
    ExperimentConclusionService,
    MetricsService,
    ResolveCountsService,
    SnapshotService,
    SnapshotRoutes,
    SnapshotEvents,
  ],
})
export class ExperimentsModule {}
