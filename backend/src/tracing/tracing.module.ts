import { Module } from '@nestjs/common';
import { ExperimentsModule } from '../experiments/experiments.module';
import { VersionsModule } from '../versions/versions.module';
import { ResolveController } from './resolve.controller';
import { ResolveRoutes } from './resolve-routes';
import { ResolveService } from './resolve.service';

@Module({
  imports: [ExperimentsModule, VersionsModule],
  controllers: [ResolveController],
  providers: [ResolveService, ResolveRoutes],
  exports: [ResolveRoutes],
})
export class TracingModule {}
