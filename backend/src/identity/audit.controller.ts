import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Operation } from '../problems/operation.decorator';
import { AuditPageDto, AuditQueryDto } from './audit-entry.dto';
import { AuditQuery } from './audit.query';

@ApiTags('identity')
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditQuery) {}

  @Get()
  @Operation({
    id: 'listAudit',
    summary: 'Who did what, and when',
    description: 'Newest first; one entry for each change. Entries are never changed or removed.',
  })
  @ApiOkResponse({ type: AuditPageDto })
  list(@Query() query: AuditQueryDto): Promise<AuditPageDto> {
    return this.audit.find(query);
  }
}
