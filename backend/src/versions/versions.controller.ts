import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../identity/actor.decorator';
import type { Actor } from '../identity/principal';
import { Operation } from '../problems/operation.decorator';
import { IfMatch, tagged, unlessKnown } from './conditional-answer';
import { DiffQueryDto, VersionDiffDto } from './diff.dto';
import { ContentModels } from './content.dto';
import type { Precondition } from './etag';
import { ExportQuery } from './export.query';
import { ExportQueryDto } from './export.dto';
import { Cacheable, ETAG, Preconditioned, PromptIdParam } from './header-docs';
import { PublishingService } from './publishing.service';
import { VersionDiffQuery } from './version-diff.query';
import { VersionQuery } from './version.query';
import { RollbackDto, VersionDto, VersionListDto, VersionListQueryDto, VersionRefDto } from './version.dto';

@ApiTags('prompts')
@ContentModels()
@Controller('prompts/:id')
export class VersionsController {
  constructor(
    private readonly versions: VersionQuery,
    private readonly diffs: VersionDiffQuery,
    private readonly exports: ExportQuery,
    private readonly publishing: PublishingService,
  ) {}

  @Get('versions')
  @PromptIdParam()
  @Operation({
    id: 'listVersions',
    summary: 'List the versions of a prompt, newest first',
    problems: ['PROMPT_NOT_FOUND'],
  })
  @ApiOkResponse({ type: VersionListDto })
  list(@Param('id') id: string, @Query() query: VersionListQueryDto): Promise<VersionListDto> {
    return this.versions.list(id, query);
  }

  @Get('versions/:version')
  @Cacheable()
  @Operation({
    id: 'getVersion',
    summary: 'Get one version with its words',
    problems: ['PROMPT_NOT_FOUND', 'VERSION_NOT_FOUND', 'VERSION_CORRUPT'],
  })
  @ApiOkResponse({ type: VersionDto, headers: ETAG })
  async get(
    @Param() { id, version }: VersionRefDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VersionDto | undefined> {
    return unlessKnown(reply, await this.versions.get(id, version));
  }

  @Get('diff')
  @PromptIdParam()
  @Operation({
    id: 'diffVersions',
    summary: 'Compare two versions',
    problems: ['PROMPT_NOT_FOUND', 'VERSION_NOT_FOUND', 'VERSION_CORRUPT'],
  })
  @ApiOkResponse({ type: VersionDiffDto })
  diff(@Param('id') id: string, @Query() query: DiffQueryDto): Promise<VersionDiffDto> {
    return this.diffs.diff(id, query);
  }

  @Post('rollback')
  @HttpCode(201)
  @PromptIdParam()
  @Preconditioned({ required: false })
  @Operation({
    id: 'rollbackPrompt',
    summary: 'Bring back an earlier version as the newest one',
    problems: [
      'PROMPT_NOT_FOUND',
      'VERSION_NOT_FOUND',
      'PROMPT_ARCHIVED',
      'VERSION_CONFLICT',
      'VERSION_CORRUPT',
    ],
  })
  @ApiCreatedResponse({ type: VersionDto, headers: ETAG })
  async rollback(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() precondition: Precondition,
    @Body() dto: RollbackDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VersionDto> {
    return tagged(reply, await this.publishing.rollback(actor, id, dto, precondition));
  }

  @Get('export')
  @PromptIdParam()
  @ApiProduces('text/markdown')
  @Operation({
    id: 'exportPrompt',
    summary: 'Download a version as a prompt file',
    description: 'Markdown with front matter; seeding it gives a version with the same content hash.',
    problems: ['PROMPT_NOT_FOUND', 'VERSION_NOT_FOUND', 'VERSION_CORRUPT'],
  })
  @ApiOkResponse({
    description: 'The prompt file',
    content: {
      'text/markdown': {
        schema: { type: 'string' },
        example: '---\nname: architect\ntemplateFormat: f-string\n---\nYou rate insights about {site_name}.',
      },
    },
    headers: {
      'Content-Disposition': { description: 'Attachment with a file name.', schema: { type: 'string' } },
    },
  })
  async export(
    @Param('id') id: string,
    @Query() { version }: ExportQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { fileName, text } = await this.exports.export(id, version);
    void reply.headers({
      'content-type': 'text/markdown; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
    });
    return text;
  }
}
