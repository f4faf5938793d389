import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity/identity.module';
import { PromptsModule } from '../prompts/prompts.module';
import { EditingService } from './editing.service';
import { ExportQuery } from './export.query';
import { LabelMove } from './label-move.entity';
import { LabelQuery } from './label.query';
import { LabelsController } from './labels.controller';
import { LabelsService } from './labels.service';
import { PromptDetailQuery } from './prompt-detail.query';
import { PromptFilesController } from './prompt-files.controller';
import { PromptFilesService } from './prompt-files.service';
import { PromptImport } from './prompt-import.entity';
import { PromptLabel } from './prompt-label.entity';
import { PromptListQuery } from './prompt-list.query';
import { PromptVersion } from './prompt-version.entity';
import { PromptsController } from './prompts.controller';
import { ProtectedLabel } from './protected-label.entity';
import { ProtectedLabelsController } from './protected-labels.controller';
import { ProtectedLabelsService } from './protected-labels.service';
import { PublishingService } from './publishing.service';
import { SeedController } from './seed.controller';
import { SeedService } from './seed.service';
import { ServedInterval } from './served-interval.entity';
import { VersionDiffQuery } from './version-diff.query';
import { VersionQuery } from './version.query';
import { VersionsController } from './versions.controller';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      PromptVersion,
      PromptLabel,
      LabelMove,
      ProtectedLabel,
      ServedInterval,
      PromptImport,
    ]),
    IdentityModule,
    PromptsModule,
  ],
  controllers: [
    SeedController,
    PromptFilesController,
    PromptsController,
    VersionsController,
    LabelsController,
    ProtectedLabelsController,
  ],
  providers: [
    EditingService,
    ExportQuery,
    LabelQuery,
    LabelsService,
    PromptDetailQuery,
    PromptFilesService,
    PromptListQuery,
    ProtectedLabelsService,
    PublishingService,
    SeedService,
    VersionDiffQuery,
    VersionQuery,
  ],
  exports: [PromptFilesService, SeedService],
})
export class VersionsModule {}
