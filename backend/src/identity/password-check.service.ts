import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { LoginThrottle } from './login-throttle';
import { PasswordHasher } from './password-hasher';
import { User } from './user.entity';

/** Finds out whether somebody knows a password, and how often they may try. */
@Injectable()
export class PasswordCheckService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly hasher: PasswordHasher,
    private readonly throttle: LoginThrottle,
  ) {}

  /**
   * The person with this e-mail address and password; `null`, after the same time, when there is no such person, the
   * password is wrong or the person is disabled.
   * @throws DomainError TOO_MANY_REQUESTS
   */
  async find(email: string, password: string, address: string): Promise<User | null> {
    const attempt = await this.throttle.attempt(email.toLowerCase(), address);
    const user = await this.users.findOneBy({ email: email.toLowerCase() });
    const matches = await this.hasher.matches(password, user && !user.disabledAt ? user.passwordHash : null);
    if (!matches) return null;
    await attempt.succeeded();
    return user;
  }

  /** The hash to store for a new password. */
  hash(password: string): Promise<string> {
    return this.hasher.hash(password);
  }
}
