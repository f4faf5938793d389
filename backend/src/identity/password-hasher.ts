import { Injectable } from '@nestjs/common';
import { hash, verify } from 'argon2';
import { Gate } from './gate';

/** Hash of a random password that nobody knows, with the package's default parameters. */
export const DECOY_HASH =
  '$argon2id$v=19$m=65536,p=4,t=3$qFzmuP0t6Pwvnfg7Ctk48A$ahJ5Ay6lq2VC+eCv4DTPpuu54gut+5yyPdXMlxnD8Xw';

/** Each computation takes 64 MiB and tens of milliseconds of several threads. */
const MAX_RUNNING = 2;
const MAX_WAITING = 64;

/** argon2id, never more than a few computations at once, so that sign-ins cannot take the server's memory and threads. */
@Injectable()
export class PasswordHasher {
  private readonly gate = new Gate(MAX_RUNNING, MAX_WAITING);

  /** @throws DomainError TOO_MANY_REQUESTS when too many computations wait. */
  hash(password: string): Promise<string> {
    return this.gate.run(() => hash(password));
  }

  /**
   * Whether the password is the one that was hashed. `null` (no such person) takes as long as a wrong password.
   * @throws DomainError TOO_MANY_REQUESTS when too many computations wait.
   */
  async matches(password: string, passwordHash: string | null): Promise<boolean> {
    const same = await this.gate.run(() => verify(passwordHash ?? DECOY_HASH, password));
    return same && passwordHash !== null;
  }
}
