import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../identity/actor.decorator';
import type { Actor } from '../identity/principal';
import { Operation } from '../problems/operation.decorator';
import { ExportManyDto, ExportedFilesDto } from './export.dto';
import { ExportQuery } from './export.query';
import { ImportDto } from './import.dto';
import { SeedReportDto } from './seed.dto';
import { SeedService } from './seed.service';

/** Prompt files that come from, or go to, somebody's own computer. */
@ApiTags('prompts')
@Controller('prompts')
export class PromptFilesController {
  constructor(
    private readonly seeding: SeedService,
    private readonly exports: ExportQuery,
  ) {}

  @Post('import')
  @HttpCode(200)
  @Operation({
    id: 'importPrompts',
    summary: 'Import prompt files that are sent',
    description:
      'By the rules of the seed; the versions are by whoever sends them. A content that was imported before is unchanged, so it can be repeated.',
  })
  @ApiOkResponse({ type: SeedReportDto })
  import(@CurrentActor() actor: Actor, @Body() dto: ImportDto): Promise<SeedReportDto> {
    return this.seeding.import(actor, dto);
  }

  @Post('export')
  @HttpCode(200)
  @Operation({
    id: 'exportPrompts',
    summary: 'The latest versions of several prompts as prompt files',
    description:
      'Changes nothing. Importing the files gives the same words. Prompts that do not exist are passed over.',
    problems: ['VERSION_CORRUPT'],
  })
  @ApiOkResponse({ type: ExportedFilesDto })
  export(@Body() { ids }: ExportManyDto): Promise<ExportedFilesDto> {
    return this.exports.exportMany(ids);
  }
}
