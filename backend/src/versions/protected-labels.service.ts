import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../identity/principal';
import { MutationsService } from '../identity/mutations.service';
import { DomainError } from '../problems/domain-error';
import type { ProtectedLabelDto, ProtectedLabelListDto } from './label.dto';
import { offsetOf, type PageQueryDto } from '../page.dto';
import { ProtectedLabel } from './protected-label.entity';

/** Labels that only admins may move, on every prompt. */
@Injectable()
export class ProtectedLabelsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly mutations: MutationsService,
  ) {}

  /** The protected labels by name. */
  async list(query: PageQueryDto): Promise<ProtectedLabelListDto> {
    const { page, pageSize } = query;
    const [items, total] = await this.dataSource.manager.findAndCount(ProtectedLabel, {
      order: { label: 'ASC' },
      skip: offsetOf(query),
      take: pageSize,
    });
    return { items, total, page, pageSize };
  }

  /** Protects a label; doing it twice is no change. */
  async protect(actor: Actor, label: string): Promise<ProtectedLabelDto> {
    return this.mutations.run(actor, async ({ manager, at, audit }) => {
      const row = { label, protectedBy: actor.name, protectedAt: at };
      const inserted = (await manager.query(
        'INSERT INTO protected_labels (label, protected_by, protected_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING label',
        [label, row.protectedBy, row.protectedAt],
      )) as unknown[];
      if (inserted.length === 0) return manager.findOneByOrFail(ProtectedLabel, { label });
      await audit({ action: 'label.protected', subjectType: 'label', subjectId: label, subjectName: label });
      return row;
    });
  }

  /**
   * Lets everyone who may write move the label again.
   * @throws DomainError LABEL_NOT_FOUND when it is not protected.
   */
  async release(actor: Actor, label: string): Promise<void> {
    await this.mutations.run(actor, async ({ manager, audit }) => {
      const { affected } = await manager.delete(ProtectedLabel, { label });
      if (!affected) throw new DomainError('LABEL_NOT_FOUND', `"${label}" is not protected`);
      await audit({ action: 'label.released', subjectType: 'label', subjectId: label, subjectName: label });
    });
  }
}
