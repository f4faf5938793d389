import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, type Repository } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { CONFIGURATION, type Configuration } from '../configuration';
import { RevisionService } from '../database/revision.service';
import { readKeyFile, writeKeyFile, type KeyDigest } from './api-key-file';
import { ApiKey } from './api-key.entity';
import { digest, looksMistyped } from './key-format';
import type { Principal } from './principal';

/** Why a key is not accepted. A revoked key is `unknown`: nothing of it is kept in memory. */
export type KeyRefusal = 'unknown' | 'expired' | 'mistyped';

interface RingEntry {
  readonly principal: Principal;
  readonly expiresAtMs: number;
}

/** Stands for ADMIN_API_KEY while the database that should hold it has never been seen. */
const CONFIGURED_KEY = { id: '00000000-0000-0000-0000-000000000000', name: 'ADMIN_API_KEY' } as const;

/**
 * The usable API keys in memory, by digest: checking a key needs no database and no promise. Follows every change within
 * the request that makes it, and within a second on other replicas. A copy in a file serves starts without the database.
 */
@Injectable()
export class ApiKeyRing implements OnModuleInit {
  private readonly logger = new Logger('Keys');
  private readonly path: string;
  private entries = new Map<string, RingEntry>();
  private keysRevision = 0;

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    @InjectRepository(ApiKey) private readonly keys: Repository<ApiKey>,
    revisions: RevisionService,
  ) {
    this.path = join(configuration.dataDir, 'api-keys.json');
    revisions.onChange(({ keysRevision }) => this.follow(keysRevision));
  }

  /** Whose key this is, or why it is refused. Expiry is looked at every time. */
  find(key: string): Principal | KeyRefusal {
    const entry = this.entries.get(digest(key));
    if (!entry) return looksMistyped(key) ? 'mistyped' : 'unknown';
    return this.clock.now().getTime() < entry.expiresAtMs ? entry.principal : 'expired';
  }

  /** Until the database is read for the first time, the keys of the last run count. */
  async onModuleInit(): Promise<void> {
    try {
      const known = await readKeyFile(this.path);
      this.entries = toEntries(known ?? this.configuredKey());
    } catch (error) {
      // Damaged or unreadable: accepting nothing is the safe reading of it, and the database will tell.
      this.logger.warn(`${this.path} cannot be used: ${(error as Error).message}`);
    }
  }

  /** The key that the configuration gives to the first admin is all there is until one was made, be it an outage or a moment. */
  private configuredKey(): KeyDigest[] {
    const { apiKey } = this.configuration.admin;
    return apiKey ? [{ ...CONFIGURED_KEY, keyHash: digest(apiKey), scopes: ['admin'], expiresAt: null }] : [];
  }

  private async follow(keysRevision: number): Promise<void> {
    if (keysRevision === this.keysRevision) return;
    const usable = await this.keys.find({ where: { revokedAt: IsNull() }, order: { id: 'ASC' } });
    const made = usable.length > 0 || (await this.keys.exists());
    const digests = made ? usable.map(toDigest) : this.configuredKey();
    this.entries = toEntries(digests);
    this.keysRevision = keysRevision;
    await this.persist(digests);
  }

  private async persist(digests: readonly KeyDigest[]): Promise<void> {
    try {
      await writeKeyFile(this.path, digests);
    } catch (error) {
      // A full disk, perhaps. The change itself is in the database and in memory; only a restart in an outage would miss it.
      this.logger.error(`${this.path} cannot be written: ${(error as Error).message}`);
    }
  }
}

function toDigest({ id, name, keyHash, scopes, expiresAt }: ApiKey): KeyDigest {
  return { id, name, keyHash, scopes, expiresAt: expiresAt?.toISOString() ?? null };
}

function toEntries(keys: readonly KeyDigest[]): Map<string, RingEntry> {
  return new Map(
    keys.map(({ id, name, keyHash, scopes, expiresAt }) => [
      keyHash,
      {
        principal: Object.freeze({ type: 'key', id, name, scopes } as const),
        expiresAtMs: expiresAt === null ? Infinity : Date.parse(expiresAt),
      },
    ]),
  );
}
