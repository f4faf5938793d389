import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, type EntityManager, type Repository } from 'typeorm';
import { violatedConstraint } from '../problems/database-errors';
import { DomainError } from '../problems/domain-error';
import { MutationsService } from './mutations.service';
import type { PageQueryDto } from '../page.dto';
import { PasswordHasher } from './password-hasher';
import type { Actor } from './principal';
import { SessionsService } from './sessions.service';
import {
  toUserDto,
  type CreateUserDto,
  type UpdateUserDto,
  type UserDto,
  type UserPageDto,
} from './user.dto';
import { User } from './user.entity';
import { isUuid } from './uuid';

/** The people who may sign in. */
@Injectable()
export class UsersService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly mutations: MutationsService,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionsService,
  ) {}

  /** One page of people, oldest first. */
  async list({ page = 1, pageSize = 50 }: PageQueryDto): Promise<UserPageDto> {
    const [found, total] = await this.users.findAndCount({
      order: { createdAt: 'ASC', id: 'ASC' },
      skip: (page - 1) * pageSize,
      take: pageSize,
    });
    return { items: found.map(toUserDto), total, page, pageSize };
  }

  /** @throws DomainError USER_NOT_FOUND */
  async get(id: string): Promise<UserDto> {
    return toUserDto(await findUser(this.users.manager, id));
  }

  /**
   * Adds a person.
   * @throws DomainError EMAIL_TAKEN, also for an address that differs only in case.
   */
  async create(actor: Actor, { email, name, role, password }: CreateUserDto): Promise<UserDto> {
    const passwordHash = await this.hasher.hash(password);
    try {
      return await this.mutations.run(actor, async ({ manager, at, audit }) => {
        const user: User = {
          id: randomUUID(),
          email: email.toLowerCase(),
          name,
          role,
          passwordHash,
          createdAt: at,
          disabledAt: null,
        };
        await manager.insert(User, user);
        await audit({ action: 'user.created', ...subject(user), after: { role } });
        return toUserDto(user);
      });
    } catch (error) {
      // Only the unique index can tell under concurrency.
      if (violatedConstraint(error) !== 'user_email_unique') throw error;
      throw new DomainError('EMAIL_TAKEN', `${email.toLowerCase()} is the address of another person`);
    }
  }

  /**
   * Changes what is given; a change to nothing writes nothing. A new password and disabling end the person's sessions.
   * @throws DomainError USER_NOT_FOUND; LAST_ADMIN when nobody who administers would be left.
   */
  async update(
    actor: Actor,
    id: string,
    { name, role, password, disabled }: UpdateUserDto,
  ): Promise<UserDto> {
    const passwordHash = password === undefined ? undefined : await this.hasher.hash(password);
    return this.mutations.run(actor, async ({ manager, at, audit }) => {
      // Before the person's own row, so that two changes never wait for each other.
      const admins = await lockAdmins(manager);
      const before = await findUser(manager, id, 'lock');
      const after: User = {
        ...before,
        name: name ?? before.name,
        role: role ?? before.role,
        passwordHash: passwordHash ?? before.passwordHash,
        disabledAt: disabled === undefined ? before.disabledAt : disabled ? (before.disabledAt ?? at) : null,
      };
      const changed = changes(before, after);
      if (!changed) return toUserDto(before);
      const staysAdmin = after.role === 'admin' && !after.disabledAt;
      if (!staysAdmin && admins.length === 1 && admins[0] === id)
        throw new DomainError(
          'LAST_ADMIN',
          `${before.email} is the only admin left; make someone else one first`,
        );
      await manager.update(User, { id }, after);
      if (passwordHash !== undefined || after.disabledAt) await this.sessions.endAllOf(manager, id);
      await audit({ action: 'user.updated', ...subject(before), ...changed });
      return toUserDto(after);
    });
  }
}

/**
 * The person of that id.
 * @throws DomainError USER_NOT_FOUND
 */
async function findUser(manager: EntityManager, id: string, lock?: 'lock'): Promise<User> {
  const user = isUuid(id)
    ? await manager.findOne(User, { where: { id }, ...(lock ? { lock: { mode: 'pessimistic_write' } } : {}) })
    : null;
  if (!user) throw new DomainError('USER_NOT_FOUND', 'There is no person with this id');
  return user;
}

/** Ids of the admins who can sign in, kept as they are until the transaction ends: of two who give up the role at once, one stays. */
async function lockAdmins(manager: EntityManager): Promise<string[]> {
  const admins = await manager.find(User, {
    where: { role: 'admin', disabledAt: IsNull() },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  return admins.map(({ id }) => id);
}

/** What the audit row says of the change; of a password only that it changed. */
function changes(before: User, after: User) {
  const side = (user: User, other: User) => ({
    ...(user.name !== other.name ? { name: user.name } : {}),
    ...(user.role !== other.role ? { role: user.role } : {}),
    ...(!user.disabledAt !== !other.disabledAt ? { disabled: user.disabledAt !== null } : {}),
  });
  const password = before.passwordHash !== after.passwordHash ? { password: 'changed' } : {};
  const changed = { before: side(before, after), after: { ...side(after, before), ...password } };
  return Object.keys(changed.after).length > 0 ? changed : null;
}

function subject({ id, email }: User) {
  return { subjectType: 'user', subjectId: id, subjectName: email };
}
