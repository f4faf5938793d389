import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { SystemClock } from './clock';
import { CONFIGURATION, type Configuration } from './configuration';
import { DatabaseService } from './database/database.service';
import { RevisionService } from './database/revision.service';
import { FirstAdminService, type FirstAdmin } from './identity/first-admin.service';
import { systemActor } from './identity/principal';
import { SeedService, type SeedReport } from './versions/seed.service';

/** Files that a warning names before it stops. */
const MOST_NAMED = 10;
const RETRY_MS = 2_000;

/** What follows a connected database: the first admin, the watch over changes, the seed. */
@Injectable()
export class StartUpService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Start');
  private prepared = false;
  private stopped = false;

  constructor(
    private readonly database: DatabaseService,
    private readonly firstAdmin: FirstAdminService,
    private readonly revisions: RevisionService,
    private readonly seed: SeedService,
    private readonly clock: SystemClock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /** Whether the first admin can sign in, and changes made elsewhere are followed. */
  isPrepared(): boolean {
    return this.prepared;
  }

  /**
   * Runs the steps now, or in the background once the database answers. `tell` is told the first admin when it was made:
   * a generated password is known only then.
   */
  async begin(tell: (admin: FirstAdmin) => void = () => undefined): Promise<void> {
    if (this.database.current().status === 'ok') await this.run(tell);
    else void this.runLater(tell);
  }

  beforeApplicationShutdown(): void {
    this.stopped = true;
  }

  /** Again when it fails, as the database may go away once more: nobody would be let in, and the server never be ready. */
  private async runLater(tell: (admin: FirstAdmin) => void): Promise<void> {
    while (!this.stopped) {
      try {
        await this.database.whenReady;
        return await this.run(tell);
      } catch (error) {
        this.logger.error(error);
        if (this.prepared) return;
      }
      await setTimeout(RETRY_MS, undefined, { ref: false });
    }
  }

  private async run(tell: (admin: FirstAdmin) => void): Promise<void> {
    const admin = await this.firstAdmin.ensure();
    // At once: a server that is killed a moment later must not take a generated password with it.
    if (admin) tell(admin);
    await this.revisions.watch();
    this.prepared = true;
    if (this.configuration.seedOnStart) this.report(await this.seed.seed(systemActor('seed'), {}));
    this.clock.run();
  }

  /** What a person may have to act on is a warning; the rest is for who asks for it. */
  private report({ counts, files }: SeedReport): void {
    const { created, newVersion, unchanged, conflict, skipped } = counts;
    const summary = `Seeded ${created} new, ${newVersion} changed, ${unchanged} unchanged, ${conflict} in conflict, ${skipped} skipped`;
    const open = files.filter(({ status }) => status === 'conflict' || status === 'skipped');
    if (open.length === 0) this.logger.log(summary);
    else {
      const shown = open
        .slice(0, MOST_NAMED)
        .map(({ path, reason }) => `${JSON.stringify(path)}: ${reason ?? 'in conflict'}`);
      this.logger.warn([summary, ...shown, ...(open.length > MOST_NAMED ? ['...'] : [])].join('\n  '));
    }
  }
}
