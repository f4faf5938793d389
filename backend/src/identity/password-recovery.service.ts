import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, type Repository } from 'typeorm';
import { systemActor } from './principal';
import { User } from './user.entity';
import { UsersService } from './users.service';

/** The new password, to be told once; or, where nobody has the address, the addresses of those who administer. */
export type Recovery =
  | { readonly ok: true; readonly email: string; readonly password: string }
  | { readonly ok: false; readonly admins: readonly string[] };

const ACTOR = systemActor('password recovery');

/** Lets somebody in again who has lost the password, when nobody is left who could do it in the console. */
@Injectable()
export class PasswordRecoveryService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly people: UsersService,
  ) {}

  /** A new, generated password for the person with this address, who may sign in again if disabled; ends the person's sessions. */
  async recover(email: string): Promise<Recovery> {
    const user = await this.users.findOneBy({ email: email.toLowerCase() });
    if (!user) return { ok: false, admins: await this.admins() };
    const password = randomBytes(15).toString('base64url');
    await this.people.update(ACTOR, user.id, { password, disabled: false });
    return { ok: true, email: user.email, password };
  }

  private async admins(): Promise<string[]> {
    const found = await this.users.find({
      where: { role: 'admin', disabledAt: IsNull() },
      order: { createdAt: 'ASC' },
      take: 10,
    });
    return found.map(({ email }) => email);
  }
}
