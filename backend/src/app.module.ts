import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { CONFIGURATION, type Configuration } from './configuration';
import { DatabaseModule } from './database/database.module';
import { EvaluationModule } from './evaluation/evaluation.module';
import { ExperimentsModule } from './experiments/experiments.module';
import { HealthController } from './health.controller';
import { IdentityModule } from './identity/identity.module';
import { PromptsModule } from './prompts/prompts.module';
import { StartUpService } from './start-up.service';
import { TracingModule } from './tracing/tracing.module';
import { VersionsModule } from './versions/versions.module';

@Module({})
export class AppModule {
  static with(configuration: Configuration): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigurationModule.with(configuration),
        ScheduleModule.forRoot(),
        DatabaseModule,
        IdentityModule,
        PromptsModule,
        VersionsModule,
        ExperimentsModule,
        TracingModule,
        EvaluationModule,
      ],
      controllers: [HealthController],
      providers: [StartUpService],
    };
  }
}

@Module({})
class ConfigurationModule {
  static with(configuration: Configuration): DynamicModule {
    return {
      module: ConfigurationModule,
      global: true,
      providers: [{ provide: CONFIGURATION, useValue: configuration }],
      exports: [CONFIGURATION],
    };
  }
}
