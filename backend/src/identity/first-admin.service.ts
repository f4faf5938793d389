import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIGURATION, type Configuration } from '../configuration';
import { ApiKey } from './api-key.entity';
import { digest, prefixOf } from './key-format';
import { MutationsService, type Mutation } from './mutations.service';
import { PasswordHasher } from './password-hasher';
import { systemActor } from './principal';
import { User } from './user.entity';

/** The admin that was made at this start; the password only when it was generated, to be told once. */
export interface FirstAdmin {
  readonly email: string;
  readonly password: string | null;
}

const ACTOR = systemActor('first start');

/** Gives an empty registry somebody who can sign in. */
@Injectable()
export class FirstAdminService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly mutations: MutationsService,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * Makes the first admin when nobody exists, and the configured API key when no key was ever made. Replicas that start
   * together make each of them once. Returns the admin when it was made here and now.
   */
  async ensure(): Promise<FirstAdmin | null> {
    const admin = (await this.dataSource.manager.exists(User)) ? null : await this.makeAdmin();
    const { apiKey } = this.configuration.admin;
    if (apiKey && !(await this.dataSource.manager.exists(ApiKey))) await this.makeKey(apiKey);
    return admin;
  }

  private async makeAdmin(): Promise<FirstAdmin | null> {
    const { email, password } = this.configuration.admin;
    const generated = password ? null : randomBytes(15).toString('base64url');
    const passwordHash = await this.hasher.hash(password ?? generated ?? '');
    return this.once(User, async ({ manager, at, audit }) => {
      const user: User = {
        id: randomUUID(),
        email,
        name: 'Administrator',
        role: 'admin',
        passwordHash,
        createdAt: at,
        disabledAt: null,
      };
      await manager.insert(User, user);
      await audit({
        action: 'user.created',
        subjectType: 'user',
        subjectId: user.id,
        subjectName: email,
        after: { role: user.role },
      });
      return { email, password: generated };
    });
  }

  private async makeKey(key: string): Promise<void> {
    await this.once(ApiKey, async ({ manager, at, keysChanged, audit }) => {
      const row: ApiKey = {
        id: randomUUID(),
        name: 'ADMIN_API_KEY',
        prefix: prefixOf(key),
        keyHash: digest(key),
        scopes: ['admin'],
        createdBy: ACTOR.name,
        createdAt: at,
        expiresAt: null,
        revokedAt: null,
        lastUsedAt: null,
      };
      await manager.insert(ApiKey, row);
      await keysChanged();
      await audit({
        action: 'api_key.created',
        subjectType: 'api_key',
        subjectId: row.id,
        subjectName: row.name,
        after: { scopes: row.scopes },
      });
    });
  }

  /** Runs `make` when the table is empty, looked at again while other replicas that want the same wait. */
  private once<T>(
    table: typeof User | typeof ApiKey,
    make: (mutation: Mutation) => Promise<T>,
  ): Promise<T | null> {
    return this.mutations.run(ACTOR, async (mutation) => {
      await mutation.manager.query('SELECT id FROM registry_state WHERE id = 1 FOR UPDATE');
      return (await mutation.manager.exists(table)) ? null : make(mutation);
    });
  }
}
