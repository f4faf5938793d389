import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { toAuditEntryDto, type AuditPageDto, type AuditQueryDto } from './audit-entry.dto';
import { AuditEntry } from './audit-entry.entity';
import { toMoment } from './moment';

/** Who did what to what, and when. */
@Injectable()
export class AuditQuery {
  constructor(@InjectRepository(AuditEntry) private readonly entries: Repository<AuditEntry>) {}

  /** The entries that match, newest first; pages by position, so that new entries do not shift them. */
  async find(asked: AuditQueryDto): Promise<AuditPageDto> {
    const { actor, action, subjectType, subjectId, subjectName, from, to, cursor, limit = 50 } = asked;
    const query = this.entries
      .createQueryBuilder('entry')
      .orderBy('entry.id', 'DESC')
      .limit(limit + 1);
    if (actor !== undefined)
      query.andWhere('(entry.actorId = :actor OR entry.actorName = :actor)', { actor });
    if (action !== undefined) query.andWhere('entry.action = :action', { action });
    if (subjectType !== undefined) query.andWhere('entry.subjectType = :subjectType', { subjectType });
    if (subjectId !== undefined) query.andWhere('entry.subjectId = :subjectId', { subjectId });
    if (subjectName !== undefined) query.andWhere('entry.subjectName = :subjectName', { subjectName });
    if (from !== undefined) query.andWhere('entry.at >= :from', { from: toMoment(from, 'from') });
    if (to !== undefined) query.andWhere('entry.at < :to', { to: toMoment(to, 'to') });
    if (cursor !== undefined) query.andWhere('entry.id < :cursor', { cursor });
    const found = await query.getMany();
    const items = found.slice(0, limit).map(toAuditEntryDto);
    return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null };
  }
}
