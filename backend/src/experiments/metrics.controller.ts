import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../identity/actor.decorator';
import type { Actor } from '../identity/principal';
import { Operation } from '../problems/operation.decorator';
import { PageQueryDto } from '../page.dto';
import { CreateMetricDto, MetricDto, MetricListDto } from './metric.dto';
import { MetricsService } from './metrics.service';

@ApiTags('experiments')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  @Operation({
    id: 'listMetrics',
    summary: 'List what can be measured',
    description: 'Those that are built in and those that were registered, by name.',
  })
  @ApiOkResponse({ type: MetricListDto })
  list(@Query() query: PageQueryDto): Promise<MetricListDto> {
    return this.metrics.list(query);
  }

  @Get(':name')
  @ApiParam({
    name: 'name',
    description: "The metric's name.",
    schema: { type: 'string' },
    example: 'insight_quality',
  })
  @Operation({ id: 'getMetric', summary: 'Get a metric', problems: ['METRIC_NOT_FOUND'] })
  @ApiOkResponse({ type: MetricDto })
  get(@Param('name') name: string): Promise<MetricDto> {
    return this.metrics.get(name);
  }

  @Post()
  @Operation({
    id: 'createMetric',
    summary: 'Register a metric of your own',
    description:
      'Its values are sent as outcomes. It can never be changed or removed afterwards, because decided experiments rest on it.',
    problems: ['METRIC_EXISTS'],
  })
  @ApiCreatedResponse({ type: MetricDto })
  create(@CurrentActor() actor: Actor, @Body() dto: CreateMetricDto): Promise<MetricDto> {
    return this.metrics.create(actor, dto);
  }
}
