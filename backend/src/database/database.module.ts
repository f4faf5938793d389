import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIGURATION, type Configuration } from '../configuration';
import { databaseOptions } from './database-options';
import { DatabaseService } from './database.service';
import { OutboxEntry } from './outbox-entry.entity';
import { OutboxService } from './outbox.service';
import { RegistryState } from './registry-state.entity';
import { RevisionListener } from './revision-listener';
import { RevisionService } from './revision.service';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIGURATION],
      useFactory: (configuration: Configuration) => databaseOptions(configuration, {}),
    }),
    TypeOrmModule.forFeature([RegistryState, OutboxEntry]),
  ],
  providers: [DatabaseService, RevisionListener, RevisionService, OutboxService],
  exports: [DatabaseService, RevisionService, OutboxService],
})
export class DatabaseModule {}
