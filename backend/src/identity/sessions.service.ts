import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThanOrEqual, Not, type EntityManager, type Repository } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { CONFIGURATION, type Configuration } from '../configuration';
import { DatabaseService } from '../database/database.service';
import { isOutage } from '../problems/database-errors';
import { DomainError } from '../problems/domain-error';
import { digest } from './key-format';
import { ROLE_SCOPES, type Principal } from './principal';
import { sessionEnd, shouldNoteSeen, type SessionLimits } from './session-expiry';
import { Session } from './session.entity';

/** A new session; the token is known only here and in the cookie. */
export interface OpenedSession {
  readonly id: string;
  readonly token: string;
}

/** Sessions of signed-in people: 256-bit tokens of which only the digest is stored, with idle and absolute expiry. */
@Injectable()
export class SessionsService {
  private readonly logger = new Logger('Sessions');
  private readonly limits: SessionLimits;

  constructor(
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    @Inject(CONFIGURATION) configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly database: DatabaseService,
  ) {
    this.limits = {
      idleMs: configuration.sessionIdleMinutes * 60_000,
      absoluteMs: configuration.sessionAbsoluteHours * 3_600_000,
    };
  }

  /**
   * Who the token belongs to; `null` when the session is unknown or over, or the person is disabled.
   * @throws DomainError DATABASE_UNAVAILABLE before the database was reached for the first time.
   */
  async find(token: string): Promise<Principal | null> {
    if (!this.database.isReady())
      throw new DomainError(
        'DATABASE_UNAVAILABLE',
        'The database is not there yet, so no session can be looked up; try again in a moment',
        {
          headers: { 'retry-after': '2' },
        },
      );
    const session = await this.sessions
      .createQueryBuilder('session')
      .innerJoinAndSelect('session.user', 'person')
      .where('session.tokenHash = :tokenHash', { tokenHash: digest(token) })
      .getOne();
    const now = this.clock.now();
    if (!session?.user || session.user.disabledAt || sessionEnd(session, now, this.limits)) return null;
    if (shouldNoteSeen(session, now, this.limits)) await this.noteSeen(session.id, now);
    const { id, email, role } = session.user;
    return { type: 'user', id, name: email, scopes: ROLE_SCOPES[role], sessionId: session.id };
  }

  /** Opens a session with a new token; the caller's transaction and audit row. */
  async open(manager: EntityManager, userId: string, at: Date): Promise<OpenedSession> {
    const opened = { id: randomUUID(), token: randomBytes(32).toString('base64url') };
    await manager.insert(Session, {
      id: opened.id,
      tokenHash: digest(opened.token),
      userId,
      createdAt: at,
      lastSeenAt: at,
    });
    return opened;
  }

  /** Ends one session by its id; says whether there was one. */
  async end(manager: EntityManager, sessionId: string): Promise<boolean> {
    return (await manager.delete(Session, { id: sessionId })).affected === 1;
  }

  /** Ends the session that a token stands for, if there is one. */
  async endByToken(manager: EntityManager, token: string): Promise<void> {
    await manager.delete(Session, { tokenHash: digest(token) });
  }

  /** Ends all sessions of a person, except perhaps one. */
  async endAllOf(manager: EntityManager, userId: string, exceptId?: string): Promise<void> {
    await manager.delete(Session, { userId, ...(exceptId ? { id: Not(exceptId) } : {}) });
  }

  /** Removes the rows of sessions that are over; they are refused already. */
  @Cron(CronExpression.EVERY_HOUR)
  async removeExpired(): Promise<void> {
    if (!this.database.isReady()) return;
    const now = this.clock.now().getTime();
    try {
      await this.sessions.delete([
        { createdAt: LessThanOrEqual(new Date(now - this.limits.absoluteMs)) },
        { lastSeenAt: LessThanOrEqual(new Date(now - this.limits.idleMs)) },
      ]);
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.logger.debug('The database does not answer; expired sessions are removed another time');
    }
  }

  private async noteSeen(sessionId: string, now: Date): Promise<void> {
    try {
      await this.sessions.update({ id: sessionId }, { lastSeenAt: now });
    } catch (error) {
      // The request itself is fine: it only read. The next one writes it.
      this.logger.warn(`When a session was last seen cannot be written: ${(error as Error).message}`);
    }
  }
}
