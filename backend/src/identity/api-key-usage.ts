import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../clock';

/** A key in constant use is written down this often. */
const NOTE_EVERY_MS = 60_000;
const FLUSH_EVERY_MS = 5_000;

/** Remembers when keys were last used, and writes it down in the background: never in the way of a request. */
@Injectable()
export class ApiKeyUsage implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Keys');
  private readonly notedAtMs = new Map<string, number>();
  private pending = new Map<string, Date>();
  private failing = false;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Notes that the key was used now. */
  note(keyId: string): void {
    const now = this.clock.now();
    const noted = this.notedAtMs.get(keyId);
    if (noted !== undefined && now.getTime() - noted < NOTE_EVERY_MS) return;
    this.notedAtMs.set(keyId, now.getTime());
    this.pending.set(keyId, now);
  }

  /** Writes what was noted since the last time, in one statement. */
  @Interval(FLUSH_EVERY_MS)
  async flush(): Promise<void> {
    if (this.pending.size === 0 || !this.dataSource.isInitialized) return;
    const noted = this.pending;
    this.pending = new Map();
    try {
      await this.dataSource.query(
        `UPDATE api_keys SET last_used_at = used.at
         FROM unnest($1::uuid[], $2::timestamptz[]) AS used (id, at)
         WHERE api_keys.id = used.id AND (last_used_at IS NULL OR last_used_at < used.at)`,
        [[...noted.keys()], [...noted.values()]],
      );
      this.failing = false;
    } catch (error) {
      // An outage, most likely. Nothing depends on it, and the keys' next uses write it again.
      if (!this.failing)
        this.logger.warn(`When keys were last used cannot be written: ${(error as Error).message}`);
      this.failing = true;
    }
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.flush();
  }
}
