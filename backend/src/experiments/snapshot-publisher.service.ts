import { Injectable } from '@nestjs/common';
import type { SnapshotPrompt } from '@prompt-registry/resolver';
import { DomainError } from '../problems/domain-error';
import { difference, lacksSome, publish, publishChange, type PublishedSnapshot } from './published-snapshot';
import { writeEntries } from './snapshot-entry';
import { SnapshotService } from './snapshot.service';

/** One step of what is published. */
export interface PublishedChange {
  readonly before: PublishedSnapshot;
  readonly after: PublishedSnapshot;
  /** What is put in place of the prompts with their ids; `null` when prompts are gone. */
  readonly changed: readonly SnapshotPrompt[] | null;
}

/** The snapshot as agents get it: tagged, and announced change by change. */
@Injectable()
export class SnapshotPublisherService {
  private readonly followers: Array<(change: PublishedChange) => void> = [];
  private published: PublishedSnapshot | null = null;

  constructor(private readonly snapshots: SnapshotService) {
    snapshots.onChange((changed) => this.follow(changed));
  }

  /** Registers who is told of every change, in their order; must not throw. */
  onChange(follower: (change: PublishedChange) => void): void {
    this.followers.push(follower);
  }

  /**
   * What is published at this moment, of these names or of all.
   * @throws DomainError DATABASE_UNAVAILABLE while there is nothing yet: an empty snapshot would take agents' prompts away.
   */
  current(names: ReadonlySet<string> | null): PublishedSnapshot {
    if (!this.published)
      throw new DomainError(
        'DATABASE_UNAVAILABLE',
        'The database was not read yet, and there is no copy on disk',
        {
          headers: { 'retry-after': '2' },
        },
      );
    return names ? publish(this.published.live, names) : this.published;
  }

  /** True when the database does not answer, so that the latest changes may be missing. */
  isStale(): boolean {
    return this.snapshots.isStale();
  }

  private async follow(changed: readonly SnapshotPrompt[] | null): Promise<void> {
    const before = this.published;
    const live = this.snapshots.current();
    await writeEntries(changed ?? live.prompts.values());
    const after = before && changed ? publishChange(before, live, changed) : publish(live, null);
    this.published = after;
    // After an outage everything is read anew, and mostly nothing has changed.
    if (!before || before.etag === after.etag) return;
    const whole = () =>
      lacksSome(before.live, live) ? null : difference(before, after, live.prompts.values());
    const change = { before, after, changed: changed ?? whole() };
    for (const follower of this.followers) follower(change);
  }
}
