import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { CLOCK, type Clock } from '../clock';
import { DomainError, invalidField } from '../problems/domain-error';
import {
  toApiKeyDto,
  type ApiKeyDto,
  type ApiKeyPageDto,
  type CreateApiKeyDto,
  type CreatedApiKeyDto,
} from './api-key.dto';
import { ApiKey } from './api-key.entity';
import { digest, makeKey, prefixOf } from './key-format';
import { toMoment } from './moment';
import { MutationsService } from './mutations.service';
import type { PageQueryDto } from '../page.dto';
import { SCOPES, type Actor } from './principal';
import { isUuid } from './uuid';

/** Makes, lists and revokes the credentials of programs. */
@Injectable()
export class ApiKeysService {
  constructor(
    @InjectRepository(ApiKey) private readonly keys: Repository<ApiKey>,
    private readonly mutations: MutationsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One page of keys, newest first, revoked and expired ones included. */
  async list({ page = 1, pageSize = 50 }: PageQueryDto): Promise<ApiKeyPageDto> {
    const [found, total] = await this.keys.findAndCount({
      order: { createdAt: 'DESC', id: 'ASC' },
      skip: (page - 1) * pageSize,
      take: pageSize,
    });
    return { items: found.map(toApiKeyDto), total, page, pageSize };
  }

  /**
   * Makes a key that works at once; the answer is the only place where it is ever shown.
   * @throws DomainError INVALID_INPUT when it would have expired already.
   */
  async create(actor: Actor, { name, scopes, expiresAt }: CreateApiKeyDto): Promise<CreatedApiKeyDto> {
    const expiry = expiresAt === undefined ? null : toMoment(expiresAt, 'expiresAt');
    if (expiry && expiry <= this.clock.now()) throw invalidField('expiresAt', 'must be in the future');
    const key = makeKey();
    return this.mutations.run(actor, async ({ manager, at, keysChanged, audit }) => {
      const row: ApiKey = {
        id: randomUUID(),
        name,
        prefix: prefixOf(key),
        keyHash: digest(key),
        scopes: SCOPES.filter((scope) => scopes.includes(scope)),
        createdBy: actor.name,
        createdAt: at,
        expiresAt: expiry,
        revokedAt: null,
        lastUsedAt: null,
      };
      await manager.insert(ApiKey, row);
      await keysChanged();
      await audit({
        action: 'api_key.created',
        ...subject(row),
        after: { prefix: row.prefix, scopes: row.scopes, expiresAt: expiry },
      });
      return { ...toApiKeyDto(row), key };
    });
  }

  /**
   * Revokes a key for good: here before the answer, on other replicas within a second. Revoking twice changes nothing.
   * @throws DomainError API_KEY_NOT_FOUND
   */
  async revoke(actor: Actor, id: string): Promise<ApiKeyDto> {
    return this.mutations.run(actor, async ({ manager, at, keysChanged, audit }) => {
      const key = isUuid(id)
        ? await manager.findOne(ApiKey, { where: { id }, lock: { mode: 'pessimistic_write' } })
        : null;
      if (!key) throw new DomainError('API_KEY_NOT_FOUND', 'There is no API key with this id');
      if (key.revokedAt) return toApiKeyDto(key);
      await manager.update(ApiKey, { id }, { revokedAt: at });
      await keysChanged();
      await audit({
        action: 'api_key.revoked',
        ...subject(key),
        before: { prefix: key.prefix, scopes: key.scopes },
      });
      return toApiKeyDto({ ...key, revokedAt: at });
    });
  }
}

function subject({ id, name }: ApiKey) {
  return { subjectType: 'api_key', subjectId: id, subjectName: name };
}
