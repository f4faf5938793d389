import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { SnapshotPrompt, SnapshotVersion } from '@prompt-registry/resolver';
import { DatabaseService } from '../database/database.service';
import { RevisionService } from '../database/revision.service';
import { isOutage } from '../problems/database-errors';
import { DomainError } from '../problems/domain-error';
import { emptySnapshot, liveSnapshot, withChanges, type LiveSnapshot } from './live-snapshot';
import { SnapshotDiskService } from './snapshot-disk.service';
import { assemblePrompt, neededVersions, servedVersion, type PromptRow } from './snapshot-row';
import { SnapshotQuery } from './snapshot.query';
import { verifiedVersion, type VersionRow } from './verified-version';
import { VersionCache } from './version-cache';

/** Follows the snapshot; told what changed, or `null` when everything was read anew. Awaited before the change is answered. */
export type SnapshotFollower = (changed: readonly SnapshotPrompt[] | null) => Promise<void> | void;

/**
 * The registry in memory. Follows every change by reading the prompts that changed; answers from the last good state
 * while the database is away, and from the copy on disk when it was never reached.
 */
@Injectable()
export class SnapshotService implements OnModuleInit {
  private readonly logger = new Logger('Snapshot');
  private explicit = new VersionCache();
  private readonly reading = new Map<string, Promise<SnapshotVersion | null>>();
  private readonly corrupt = new Set<string>();
  private readonly followers: SnapshotFollower[] = [];
  private live: LiveSnapshot;
  /** The revision the database was last read at; 0 = never, and then everything is read. */
  private readAt = 0;
  /** Since when the database answered at that reading: after an outage it may be another one, restored from a backup. */
  private readSince = 0;

  constructor(
    private readonly query: SnapshotQuery,
    private readonly disk: SnapshotDiskService,
    private readonly database: DatabaseService,
    private readonly revisions: RevisionService,
  ) {
    this.live = emptySnapshot(query.pinHours);
  }

  async onModuleInit(): Promise<void> {
    const kept = await this.disk.load();
    if (kept) {
      this.live = liveSnapshot({ ...kept, pinHours: this.query.pinHours });
      await this.tell(null);
    }
    this.revisions.onChange(({ revision }) => this.catchUp(revision));
  }

  /** What resolves are answered from at this moment. */
  current(): LiveSnapshot {
    return this.live;
  }

  /** Registers who is told of every change of {@link current}. */
  onChange(follower: SnapshotFollower): void {
    this.followers.push(follower);
  }

  /** True when the snapshot may lack the latest changes: the database does not answer, or was not read since it answers. */
  isStale(): boolean {
    const { status, since } = this.database.current();
    return status !== 'ok' || this.readSince !== since.getTime();
  }

  /**
   * A version that the snapshot does not hold; at once when it was asked for lately, `null` when it does not exist.
   * @throws DomainError VERSION_CORRUPT when its words fail their checksum, DATABASE_UNAVAILABLE when they cannot be read now.
   */
  version(promptId: string, version: number): SnapshotVersion | Promise<SnapshotVersion | null> {
    const key = `${promptId}/${version}`;
    const known = this.explicit.get(key);
    if (known) return known;
    // Known to be away: no use to wait for a connection.
    if (this.database.current().status !== 'ok') throw outOfReach(version);
    let read = this.reading.get(key);
    if (!read) {
      read = this.readOne(promptId, version, key).finally(() => this.reading.delete(key));
      this.reading.set(key, read);
    }
    return read;
  }

  private async readOne(promptId: string, version: number, key: string): Promise<SnapshotVersion | null> {
    const found = await this.rowOf(promptId, version);
    if (!found) return null;
    const verified = verifiedVersion(found);
    if (!verified) {
      this.reportCorrupt(key);
      throw new DomainError(
        'VERSION_CORRUPT',
        `The words of version ${version} are not those that were published`,
      );
    }
    this.explicit.set(key, verified);
    return verified;
  }

  private async rowOf(promptId: string, version: number): Promise<VersionRow | undefined> {
    let found: VersionRow | undefined;
    try {
      await this.query.readVersions([{ promptId, version }], ([row]) => (found = row));
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.database.observe(error as Error);
      throw outOfReach(version);
    }
    return found;
  }

  private async catchUp(revision: number): Promise<void> {
    const since = this.database.current().since.getTime();
    const whole = this.readAt === 0 || revision < this.readAt || since !== this.readSince;
    if (!whole && revision === this.readAt) return;
    const startedAt = performance.now();
    const rows = await this.query.promptsChangedAfter(whole ? 0 : this.readAt);
    const versions = await this.versionsOf(rows, whole);
    const prompts = rows.map((row) => this.entryOf(row, versions));
    // The rows may already show changes that were made after the revision that was announced.
    const seen = rows.reduce((newest, row) => Math.max(newest, row.changedRevision), revision);
    const createdAt = new Date().toISOString();
    if (whole) this.explicit = new VersionCache();
    this.live = whole
      ? liveSnapshot({ revision: seen, createdAt, pinHours: this.query.pinHours, prompts })
      : withChanges(this.live, prompts, seen, createdAt);
    await this.tell(whole ? null : prompts);
    this.readAt = seen;
    this.readSince = since;
    this.disk.keep(this.live);
    if (whole)
      this.logger.log(`Read ${rows.length} prompts in ${Math.round(performance.now() - startedAt)} ms`);
  }

  private async tell(changed: readonly SnapshotPrompt[] | null): Promise<void> {
    for (const follower of this.followers) await follower(changed);
  }

  /** The words of the rows' versions by `promptId/version`: those in memory already were verified then, the others are read. */
  private async versionsOf(
    rows: readonly PromptRow[],
    whole: boolean,
  ): Promise<Map<string, SnapshotVersion>> {
    const versions = new Map<string, SnapshotVersion>();
    const missing: Array<{ promptId: string; version: number }> = [];
    for (const row of rows) {
      const known = new Map(
        this.live.prompts.get(row.id)?.versions.map((version) => [version.version, version]),
      );
      for (const version of neededVersions(row)) {
        const held = known.get(version);
        if (held) versions.set(`${row.id}/${version}`, held);
        if (!held || whole) missing.push({ promptId: row.id, version });
      }
    }
    await this.query.readVersions(missing, (found) => {
      for (const row of found) {
        const key = `${row.promptId}/${row.version}`;
        const verified = verifiedVersion(row);
        if (verified) versions.set(key, verified);
        else this.reportCorrupt(key);
      }
    });
    return versions;
  }

  private entryOf(row: PromptRow, versions: ReadonlyMap<string, SnapshotVersion>): SnapshotPrompt {
    const before = this.live.prompts.get(row.id);
    const served = servedVersion(row);
    const servable = row.archived || served === undefined || versions.has(`${row.id}/${served}`);
    // Words that fail their checksum are not served; the ones that were served before still are.
    if (!servable && before && !before.archived) return before;
    return assemblePrompt(
      row,
      neededVersions(row).flatMap((version) => versions.get(`${row.id}/${version}`) ?? []),
    );
  }

  private reportCorrupt(key: string): void {
    if (this.corrupt.has(key)) return;
    this.corrupt.add(key);
    this.logger.error(
      `Version ${key} fails its checksum and is not served: the row was changed behind the registry's back`,
    );
  }
}

function outOfReach(version: number): DomainError {
  return new DomainError(
    'DATABASE_UNAVAILABLE',
    `Version ${version} is not in memory, and the database does not answer`,
    {
      headers: { 'retry-after': '2' },
    },
  );
}
