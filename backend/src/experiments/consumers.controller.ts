import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../identity/actor.decorator';
import type { Actor } from '../identity/principal';
import { Operation } from '../problems/operation.decorator';
import { ConsumerListDto, ReportConsumerDto } from './consumer.dto';
import { PageQueryDto } from '../page.dto';
import { ConsumersService } from './consumers.service';

@ApiTags('resolve')
@Controller('consumers')
export class ConsumersController {
  constructor(private readonly consumers: ConsumersService) {}

  @Post()
  @HttpCode(204)
  @Operation({
    id: 'reportConsumer',
    summary: 'Say what this agent serves',
    description:
      'One row for each service and instance, written over by the next report and forgotten after five minutes of silence. Not in ' +
      'the audit log. While the database is away it is accepted and dropped; one with `resolves` is refused instead, to be sent ' +
      'again. Counts may come twice, late or in any order: they only grow.',
  })
  @ApiNoContentResponse({ description: 'Noted' })
  report(@CurrentActor() actor: Actor, @Body() body: ReportConsumerDto): Promise<void> {
    return this.consumers.report(actor, body);
  }

  @Get()
  @Operation({
    id: 'listConsumers',
    summary: 'List the agents that run, and what they serve',
    description: 'Those that reported within five minutes, by service and instance.',
  })
  @ApiOkResponse({ type: ConsumerListDto })
  list(@Query() query: PageQueryDto): Promise<ConsumerListDto> {
    return this.consumers.list(query);
  }
}
