import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../identity/actor.decorator';
import type { Actor } from '../../identity/principal';
import { PageQueryDto } from '../../page.dto';
import { Operation } from '../../problems/operation.decorator';
import { DeadLettersService } from './dead-letters.service';
import {
  DeadLetterPageDto,
  MirroredVersionListDto,
  MlflowStatusDto,
  RedriveDto,
  RedrivenDto,
} from './mlflow-status.dto';
import { MlflowStatusService } from './mlflow-status.service';

@ApiTags('mlflow')
@Controller()
export class MlflowStatusController {
  constructor(
    private readonly status: MlflowStatusService,
    private readonly deadLetters: DeadLettersService,
  ) {}

  @Get('mlflow')
  @Operation({
    id: 'getMlflow',
    summary: 'How deliveries to MLflow go',
    description:
      'Breaker, errors and deliveries are those of the server that answers; the rest is shared by all.',
  })
  @ApiOkResponse({ type: MlflowStatusDto })
  get(): Promise<MlflowStatusDto> {
    return this.status.get();
  }

  @Get('mlflow/dead-letters')
  @Operation({ id: 'listDeadLetters', summary: 'List the deliveries to MLflow that were given up' })
  @ApiOkResponse({ type: DeadLetterPageDto })
  list(@Query() query: PageQueryDto): Promise<DeadLetterPageDto> {
    return this.deadLetters.list(query);
  }

  @Post('mlflow/redrive')
  @HttpCode(200)
  @Operation({
    id: 'redriveDeadLetters',
    summary: 'Try deliveries again that were given up',
    description: 'Those named, or all. What is not (or no longer) given up is left as it is.',
  })
  @ApiOkResponse({ type: RedrivenDto })
  async redrive(@CurrentActor() actor: Actor, @Body() body: RedriveDto): Promise<RedrivenDto> {
    return { redriven: await this.deadLetters.redrive(actor, body) };
  }

  @Get('prompts/:id/mlflow')
  @ApiParam({
    name: 'id',
    description: "The prompt's id or URL-encoded name.",
    schema: { type: 'string', example: 'architect' },
  })
  @Operation({
    id: 'listMirroredVersions',
    summary: "List the versions of a prompt that are in MLflow's prompt registry",
    problems: ['PROMPT_NOT_FOUND'],
  })
  @ApiOkResponse({ type: MirroredVersionListDto })
  async mirrored(@Param('id') id: string): Promise<MirroredVersionListDto> {
    return { items: await this.status.mirrored(id) };
  }
}
