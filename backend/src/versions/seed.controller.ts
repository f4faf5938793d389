import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../identity/actor.decorator';
import type { Actor } from '../identity/principal';
import { Operation } from '../problems/operation.decorator';
import { SeedDto, SeedReportDto } from './seed.dto';
import { SeedService } from './seed.service';

@ApiTags('prompts')
@Controller('prompts/seed')
export class SeedController {
  constructor(private readonly service: SeedService) {}

  @Post()
  @HttpCode(200)
  @ApiBody({ type: SeedDto, required: false })
  @Operation({
    id: 'seedPrompts',
    summary: 'Import the prompt files',
    description:
      "Imports the server's folder of prompt files. Can be repeated: a content is imported once, and edits made in the registry are never reverted.",
  })
  @ApiOkResponse({ type: SeedReportDto })
  seed(@CurrentActor() actor: Actor, @Body() dto: SeedDto): Promise<SeedReportDto> {
    return this.service.seed(actor, dto ?? {});
  }
}
