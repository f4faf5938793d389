import { Module } from '@nestjs/common';
import { SnapshotDiskService } from './snapshot-disk.service';
import { SnapshotQuery } from './snapshot.query';
import { SnapshotService } from './snapshot.service';

@Module({
  providers: [SnapshotQuery, SnapshotDiskService, SnapshotService],
  exports: [SnapshotService],
})
export class ExperimentsModule {}
