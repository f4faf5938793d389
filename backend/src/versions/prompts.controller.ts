import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../identity/actor.decorator';
import type { Actor } from '../identity/principal';
import { Operation } from '../problems/operation.decorator';
import { IfMatch, tagged, unlessKnown } from './conditional-answer';
import { EditingService } from './editing.service';
import { ContentModels } from './content.dto';
import type { Precondition } from './etag';
import { Cacheable, ETAG, Preconditioned, PromptIdParam } from './header-docs';
import { PromptDetailQuery } from './prompt-detail.query';
import { CreatePromptDto, PromptDto, UpdatePromptDto } from './prompt.dto';
import { PromptListDto, PromptListQueryDto } from './prompt-list.dto';
import { PromptListQuery } from './prompt-list.query';
import { PublishingService } from './publishing.service';
import { PublishDto, PublishedVersionDto } from './version.dto';

/** Prompts. Every answer about one carries its labels and latest version, which is why this is in the versions module. */
@ApiTags('prompts')
@ContentModels()
@Controller('prompts')
export class PromptsController {
  constructor(
    private readonly listing: PromptListQuery,
    private readonly detail: PromptDetailQuery,
    private readonly publishing: PublishingService,
    private readonly editing: EditingService,
  ) {}

  @Get()
  @Operation({ id: 'listPrompts', summary: 'List, search and count prompts' })
  @ApiOkResponse({ type: PromptListDto })
  list(@Query() query: PromptListQueryDto): Promise<PromptListDto> {
    return this.listing.list(query);
  }

  @Post()
  @Operation({
    id: 'createPrompt',
    summary: 'Create a prompt with its first version',
    problems: ['NAME_TAKEN', 'TEMPLATE_INVALID', 'LABEL_PROTECTED'],
  })
  @ApiCreatedResponse({
    type: PromptDto,
    headers: { ...ETAG, Location: { description: 'Where the prompt is.', schema: { type: 'string' } } },
  })
  async create(
    @CurrentActor() actor: Actor,
    @Body() dto: CreatePromptDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PromptDto> {
    const id = await this.publishing.create(actor, dto);
    void reply.header('location', `${reply.request.url.split('?', 1)[0]}/${id}`);
    return tagged(reply, await this.detail.get(id));
  }

  @Get(':id')
  @PromptIdParam()
  @Cacheable()
  @Operation({
    id: 'getPrompt',
    summary: 'Get a prompt with its labels and latest version',
    problems: ['PROMPT_NOT_FOUND', 'VERSION_CORRUPT'],
  })
  @ApiOkResponse({ type: PromptDto, headers: ETAG })
  async get(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PromptDto | undefined> {
    return unlessKnown(reply, await this.detail.get(id));
  }

  @Put(':id')
  @PromptIdParam()
  @Preconditioned({ required: true })
  @Operation({
    id: 'publishVersion',
    summary: 'Publish new words as the next version',
    description:
      'Makes the next version on top of the one that If-Match names; 412 when somebody published in between. Words equal to the latest version make none (`created: false`).',
    problems: [
      'PROMPT_NOT_FOUND',
      'PROMPT_ARCHIVED',
      'VERSION_CONFLICT',
      'PRECONDITION_REQUIRED',
      'TEMPLATE_INVALID',
      'LABEL_PROTECTED',
    ],
  })
  @ApiOkResponse({ type: PublishedVersionDto, headers: ETAG })
  async publish(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() precondition: Precondition,
    @Body() dto: PublishDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PublishedVersionDto> {
    return tagged(reply, await this.publishing.publish(actor, id, dto, precondition));
  }

  @Patch(':id')
  @PromptIdParam()
  @Preconditioned({ required: false })
  @Operation({
    id: 'updatePrompt',
    summary: 'Change metadata, or what the prompt serves',
    problems: [
      'PROMPT_NOT_FOUND',
      'PROMPT_ARCHIVED',
      'VERSION_CONFLICT',
      'LABEL_PROTECTED',
      'VERSION_CORRUPT',
    ],
  })
  @ApiOkResponse({ type: PromptDto, headers: ETAG })
  async update(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() precondition: Precondition,
    @Body() dto: UpdatePromptDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PromptDto> {
    await this.editing.edit(actor, id, dto, precondition);
    return tagged(reply, await this.detail.get(id));
  }

  @Delete(':id')
  @PromptIdParam()
  @Preconditioned({ required: false })
  @Operation({
    id: 'archivePrompt',
    summary: 'Archive a prompt',
    description:
      'It is no longer listed or resolved; everything about it is kept, and its name stays taken. Archiving it again changes nothing. Refused while an experiment is on trial on it.',
    problems: ['PROMPT_NOT_FOUND', 'PROMPT_ON_TRIAL', 'VERSION_CONFLICT', 'VERSION_CORRUPT'],
  })
  @ApiOkResponse({ type: PromptDto, headers: ETAG })
  async archive(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() precondition: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PromptDto> {
    await this.editing.setArchived(actor, id, true, precondition);
    return tagged(reply, await this.detail.get(id));
  }

  @Post(':id/restore')
  @HttpCode(200)
  @PromptIdParam()
  @Preconditioned({ required: false })
  @Operation({
    id: 'restorePrompt',
    summary: 'Take a prompt out of the archive',
    problems: ['PROMPT_NOT_FOUND', 'VERSION_CONFLICT', 'VERSION_CORRUPT'],
  })
  @ApiOkResponse({ type: PromptDto, headers: ETAG })
  async restore(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() precondition: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PromptDto> {
    await this.editing.setArchived(actor, id, false, precondition);
    return tagged(reply, await this.detail.get(id));
  }
}
