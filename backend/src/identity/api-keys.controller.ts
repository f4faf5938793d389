import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Operation } from '../problems/operation.decorator';
import { CurrentActor } from './actor.decorator';
import { ApiKeyDto, ApiKeyPageDto, CreateApiKeyDto, CreatedApiKeyDto } from './api-key.dto';
import { ApiKeysService } from './api-keys.service';
import { PageQueryDto } from '../page.dto';
import type { Actor } from './principal';

@ApiTags('identity')
@Controller('api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  @Operation({
    id: 'listApiKeys',
    summary: 'List the API keys',
    description: 'Newest first, revoked and expired ones included.',
  })
  @ApiOkResponse({ type: ApiKeyPageDto })
  list(@Query() query: PageQueryDto): Promise<ApiKeyPageDto> {
    return this.keys.list(query);
  }

  @Post()
  @Operation({
    id: 'createApiKey',
    summary: 'Make an API key',
    description: 'The answer is the only place where the key is ever shown. It works at once.',
  })
  @ApiCreatedResponse({ type: CreatedApiKeyDto })
  create(@CurrentActor() actor: Actor, @Body() body: CreateApiKeyDto): Promise<CreatedApiKeyDto> {
    return this.keys.create(actor, body);
  }

  @Delete(':id')
  @Operation({
    id: 'revokeApiKey',
    summary: 'Revoke an API key',
    description:
      'For good: at once on this server, within a second on its replicas. Revoking twice changes nothing.',
    problems: ['API_KEY_NOT_FOUND'],
  })
  @ApiOkResponse({ type: ApiKeyDto })
  revoke(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ApiKeyDto> {
    return this.keys.revoke(actor, id);
  }
}
