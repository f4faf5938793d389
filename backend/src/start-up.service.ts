import { Injectable, Logger } from '@nestjs/common';
import { Inject } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from './configuration';
import { DatabaseService } from './database/database.service';
import { RevisionService } from './database/revision.service';
import { FirstAdminService } from './identity/first-admin.service';
import { systemActor } from './identity/principal';
import { SeedService } from './versions/seed.service';

/** What follows a connected database: the first admin, the watch over changes, the seed. */
@Injectable()
export class StartUpService {
  private readonly logger = new Logger('Start');

  constructor(
    private readonly database: DatabaseService,
    private readonly firstAdmin: FirstAdminService,
    private readonly revisions: RevisionService,
    private readonly seed: SeedService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /** Runs the steps now, or in the background once the database answers. The first admin is returned when it was made now. */
  async begin(): Promise<{ email: string; password: string | null } | null> {
    if (this.database.current().status === 'ok') return this.run();
    void this.database.whenReady
      .then(() => this.run())
      .then(
        (admin) =>
          admin &&
          this.logger.warn(`The first admin is ${admin.email}; set ADMIN_PASSWORD to choose its password`),
      )
      .catch((error: unknown) => this.logger.error(error));
    return null;
  }

  private async run(): Promise<{ email: string; password: string | null } | null> {
    const admin = await this.firstAdmin.ensure();
    await this.revisions.watch();
    if (this.configuration.seedOnStart) {
      const report = await this.seed.seed(systemActor('seed'), {});
      const { created, newVersion, unchanged, conflict, skipped } = report.counts;
      this.logger.log(
        `Seeded ${created} new, ${newVersion} changed, ${unchanged} unchanged, ${conflict} in conflict, ${skipped} skipped`,
      );
    }
    return admin;
  }
}
