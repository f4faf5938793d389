import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity/identity.module';
import { PromptsModule } from '../prompts/prompts.module';
import { ExperimentChangeService } from './experiment-change.service';
import { ExperimentDraftsService } from './experiment-drafts.service';
import { ExperimentLayer } from './experiment-layer.entity';
import { ExperimentLifeService } from './experiment-life.service';
import { ExperimentPromotionService } from './experiment-promotion.service';
import { ExperimentStep } from './experiment-step.entity';
import { Experiment } from './experiment.entity';
import { ExperimentQuery } from './experiment.query';
import { ExperimentsController } from './experiments.controller';
import { PromptExperimentsController } from './prompt-experiments.controller';
import { SnapshotDiskService } from './snapshot-disk.service';
import { SnapshotQuery } from './snapshot.query';
import { SnapshotService } from './snapshot.service';

@Module({
  imports: [
    TypeOrmModule.forFeature([Experiment, ExperimentStep, ExperimentLayer]),
    IdentityModule,
    PromptsModule,
  ],
  controllers: [PromptExperimentsController, ExperimentsController],
  providers: [
    ExperimentChangeService,
    ExperimentDraftsService,
    ExperimentLifeService,
    ExperimentPromotionService,
    ExperimentQuery,
    SnapshotQuery,
    SnapshotDiskService,
    SnapshotService,
  ],
  exports: [SnapshotService],
})
export class ExperimentsModule {}
