import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Experiment } from '../experiments/experiment.entity';
import { ExperimentsModule } from '../experiments/experiments.module';
import { IdentityModule } from '../identity/identity.module';
import { PromptsModule } from '../prompts/prompts.module';
import { TracingModule } from '../tracing/tracing.module';
import { ApprovalService } from './approval.service';
import { ConversationsController } from './conversations.controller';
import { ConversationQuery } from './conversation.query';
import { DashboardController } from './dashboard.controller';
import { DashboardQuery } from './dashboard.query';
import { EvaluationJobService } from './evaluation-job.service';
import { EvaluationRunService } from './evaluation-run.service';
import { EvaluationController } from './evaluation.controller';
import { Evaluation } from './evaluation.entity';
import { EvaluationSeriesQuery } from './evaluation-series.query';
import { EvaluationService } from './evaluation.service';
import { ExperimentStatistics } from './experiment-statistics.entity';
import { ExperimentUnit } from './experiment-unit.entity';
import { OverviewController } from './overview.controller';
import { OverviewQuery } from './overview.query';
import { PlanPreviewQuery } from './plan-preview.query';
import { QualityQuery } from './quality.query';
import { ResultsController } from './results.controller';
import { ResultsQuery } from './results.query';
import { SettlementService } from './settlement.service';
import { StandingsQuery } from './standings.query';
import { VerificationQuery } from './verification.query';

@Module({
  imports: [
    TypeOrmModule.forFeature([Experiment, ExperimentStatistics, ExperimentUnit, Evaluation]),
    IdentityModule,
    PromptsModule,
    ExperimentsModule,
    TracingModule,
  ],
  controllers: [
    ConversationsController,
    DashboardController,
    EvaluationController,
    OverviewController,
    ResultsController,
  ],
  providers: [
    ApprovalService,
    ConversationQuery,
    DashboardQuery,
    EvaluationJobService,
    EvaluationRunService,
    EvaluationSeriesQuery,
    EvaluationService,
    OverviewQuery,
    PlanPreviewQuery,
    QualityQuery,
    ResultsQuery,
    SettlementService,
    StandingsQuery,
    VerificationQuery,
  ],
})
export class EvaluationModule {}
