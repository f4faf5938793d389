import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Operation } from '../problems/operation.decorator';
import { PromptIdParam } from '../versions/header-docs';
import { PromptMetricsDto, PromptMetricsQueryDto } from './prompt-metrics.dto';
import { PromptMetricsQuery } from './prompt-metrics.query';

/** How the versions of a prompt did. */
@ApiTags('traces')
@Controller('prompts/:id/metrics')
export class PromptMetricsController {
  constructor(private readonly metrics: PromptMetricsQuery) {}

  @Get()
  @PromptIdParam()
  @Operation({
    id: 'getPromptMetrics',
    summary: "Compare how a prompt's versions did",
    description:
      'Uses, latency, tokens, cost and outcomes of each version. Observational, not an experiment: versions were used at other times and for other things.',
    problems: ['PROMPT_NOT_FOUND'],
  })
  @ApiOkResponse({ type: PromptMetricsDto })
  get(@Param('id') id: string, @Query() query: PromptMetricsQueryDto): Promise<PromptMetricsDto> {
    return this.metrics.get(id, query);
  }
}
