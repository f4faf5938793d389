import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { OutboxService, type Notice } from '../database/outbox.service';
import { RevisionService } from '../database/revision.service';
import { AuditEntry, type AuditReference } from './audit-entry.entity';
import type { Actor } from './principal';

interface AuditRecord {
  /** `subject.verb`, such as `prompt.created`. */
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly before?: AuditReference | null;
  readonly after?: AuditReference | null;
}

/** What a mutation does its work with: one transaction, one audit row, one bump of each counter. */
export interface Mutation {
  readonly manager: EntityManager;
  readonly actor: Actor;
  /** The moment of the mutation; every row it writes carries the same one. */
  readonly at: Date;
  /** The revision this change gets; bumps the counter at the first call. Call it when a resolve may now answer otherwise. */
  revision(): Promise<number>;
  /** Announces a change to API keys. */
  keysChanged(): Promise<void>;
  /** Remembers what another system is to be told of this change. */
  tell(...notices: readonly Notice[]): Promise<void>;
  /** Writes the audit row. Exactly once, unless the mutation turns out to change nothing. */
  audit(record: AuditRecord): Promise<void>;
}

/**
 * Every change by a person, a key or the server itself goes through here: load, decide, write and audit in one
 * transaction, and let this server's memory catch up before the change is answered.
 */
@Injectable()
export class MutationsService {
  private readonly logger = new Logger('Mutations');

  constructor(
    private readonly dataSource: DataSource,
    private readonly revisions: RevisionService,
    private readonly outbox: OutboxService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Runs `work` in one transaction.
   * @throws Error when `work` audits more than once, or bumps a counter without an audit row: a bug, rolled back.
   */
  async run<T>(actor: Actor, work: (mutation: Mutation) => Promise<T>): Promise<T> {
    let revision: number | null = null;
    let keys = false;
    let audited = 0;
    const result = await this.dataSource.transaction(async (manager) => {
      const at = this.clock.now();
      const outcome = await work({
        manager,
        actor,
        at,
        revision: async () => (revision ??= await this.revisions.bump(manager, 'revision')),
        keysChanged: async () => {
          keys = true;
          await this.revisions.bump(manager, 'keys_revision');
        },
        tell: (...notices) => this.outbox.append(manager, at, notices),
        audit: async (record) => {
          audited += 1;
          await manager.insert(AuditEntry, toRow(record, actor, at));
        },
      });
      if (audited > 1 || (audited === 0 && (revision !== null || keys)))
        throw new Error(`A mutation must write exactly one audit row, not ${audited}`);
      return outcome;
    });
    if (revision !== null || keys) await this.catchUp();
    return result;
  }

  /** The change is committed: whatever happens now must not make it look refused. The watch tries again in half a second. */
  private async catchUp(): Promise<void> {
    await this.revisions.announce().catch((error: unknown) => this.logger.error(error));
  }
}

function toRow(record: AuditRecord, actor: Actor, at: Date): Omit<AuditEntry, 'id'> {
  return {
    at,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    requestId: actor.requestId,
    action: record.action,
    subjectType: record.subjectType,
    subjectId: record.subjectId,
    subjectName: record.subjectName,
    before: record.before ?? null,
    after: record.after ?? null,
  };
}
