import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { DomainError, invalidField } from '../problems/domain-error';
import type { ChangePasswordDto, LoginDto, MeDto } from './auth.dto';
import { MutationsService } from './mutations.service';
import { PasswordCheckService } from './password-check.service';
import { ROLE_SCOPES, type Actor, type Principal } from './principal';
import { SessionsService } from './sessions.service';
import { toUserDto, type UserDto } from './user.dto';
import { User } from './user.entity';

/** Where an attempt to sign in comes from. */
export interface LoginSource {
  readonly address: string;
  readonly requestId: string;
  /** The token of the session that the browser had before; it ends. */
  readonly formerToken: string | undefined;
}

/** Signing in and out, and what one may do about oneself. */
@Injectable()
export class AuthenticationService {
  private readonly logger = new Logger('SignIn');

  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly passwords: PasswordCheckService,
    private readonly sessions: SessionsService,
    private readonly mutations: MutationsService,
  ) {}

  /**
   * Opens a session under a new token.
   * @throws DomainError LOGIN_FAILED without saying why; TOO_MANY_REQUESTS.
   */
  async login({ email, password }: LoginDto, source: LoginSource): Promise<{ user: UserDto; token: string }> {
    const user = await this.passwords.find(email, password, source.address);
    if (!user) {
      this.logger.warn(
        `${source.requestId} Sign-in refused for ${JSON.stringify(email)} from ${source.address}`,
      );
      throw loginFailed();
    }
    const actor: Actor = {
      type: 'user',
      id: user.id,
      name: user.email,
      scopes: ROLE_SCOPES[user.role],
      requestId: source.requestId,
    };
    return this.mutations.run(actor, async ({ manager, at, audit }) => {
      // A password changed or a person disabled since it was looked at ends sessions, this one included.
      const current = await manager.findOne(User, {
        where: { id: user.id },
        lock: { mode: 'pessimistic_read' },
      });
      if (current?.passwordHash !== user.passwordHash || current.disabledAt) throw loginFailed();
      if (source.formerToken) await this.sessions.endByToken(manager, source.formerToken);
      const session = await this.sessions.open(manager, user.id, at);
      await audit({ action: 'session.created', ...sessionOf(session.id, user.email) });
      return { user: toUserDto(current), token: session.token };
    });
  }

  /** Ends the session of the request; ending it twice at once is fine. */
  async logout(actor: Actor, sessionId: string): Promise<void> {
    await this.mutations.run(actor, async ({ manager, audit }) => {
      if (await this.sessions.end(manager, sessionId))
        await audit({ action: 'session.ended', ...sessionOf(sessionId, actor.name) });
    });
  }

  /** Who the credential stands for. */
  async me(principal: Principal): Promise<MeDto> {
    const { type, id, name, scopes } = principal;
    if (type === 'key') return { type, id, name, scopes };
    const { email, role, name: called } = await this.users.findOneByOrFail({ id });
    return { type, id, name: called, email, role, scopes };
  }

  /**
   * Changes the person's own password, ends all their sessions and opens a new one in place of this one.
   * @throws DomainError INVALID_INPUT when the current password is wrong; TOO_MANY_REQUESTS.
   */
  async changePassword(
    actor: Actor,
    { currentPassword, newPassword }: ChangePasswordDto,
    address: string,
  ): Promise<string> {
    const user = await this.passwords.find(actor.name, currentPassword, address);
    if (!user) throw invalidField('currentPassword', 'is not the password');
    const passwordHash = await this.passwords.hash(newPassword);
    return this.mutations.run(actor, async ({ manager, at, audit }) => {
      const { affected } = await manager.update(
        User,
        { id: user.id, passwordHash: user.passwordHash },
        { passwordHash },
      );
      if (affected !== 1) throw invalidField('currentPassword', 'has just been changed');
      await this.sessions.endAllOf(manager, user.id);
      const session = await this.sessions.open(manager, user.id, at);
      await audit({
        action: 'user.password_changed',
        subjectType: 'user',
        subjectId: user.id,
        subjectName: user.email,
      });
      return session.token;
    });
  }
}

function loginFailed(): DomainError {
  return new DomainError('LOGIN_FAILED', 'No person with this e-mail address and password can sign in');
}

function sessionOf(id: string, email: string) {
  return { subjectType: 'session', subjectId: id, subjectName: email };
}
