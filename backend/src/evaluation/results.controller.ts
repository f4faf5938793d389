import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ExperimentIdParam } from '../experiments/experiment-headers';
import { Operation } from '../problems/operation.decorator';
import { EvaluationSeriesDto, EvaluationSeriesQueryDto } from './evaluation-list.dto';
import { EvaluationSeriesQuery } from './evaluation-series.query';
import { PlanPreviewDto } from './plan-preview.dto';
import { PlanPreviewRequestDto } from './plan-preview-request.dto';
import { PlanPreviewQuery } from './plan-preview.query';
import { ExperimentResultsDto } from './results.dto';
import { ResultsQuery } from './results.query';
import { StandingListDto, StandingListQueryDto } from './standing-list.dto';
import { StandingsQuery } from './standings.query';

@ApiTags('experiments')
@Controller()
export class ResultsController {
  constructor(
    private readonly results: ResultsQuery,
    private readonly series: EvaluationSeriesQuery,
    private readonly plans: PlanPreviewQuery,
    private readonly standings: StandingsQuery,
  ) {}

  @Get('experiments/:id/results')
  @ExperimentIdParam()
  @Operation({
    id: 'getExperimentResults',
    summary: 'Where an experiment stands: verdict, figures, funnel, days left',
    description:
      'Chance to win, chance to be best and expected loss are for people: the decision uses the sequential tests only.',
    problems: ['EXPERIMENT_NOT_FOUND'],
  })
  @ApiOkResponse({ type: ExperimentResultsDto })
  ofExperiment(@Param('id') id: string): Promise<ExperimentResultsDto> {
    return this.results.ofExperiment(id);
  }

  @Get('experiments/:id/evaluations')
  @ExperimentIdParam()
  @Operation({
    id: 'listEvaluations',
    summary: 'What was seen and concluded at each look, for charts',
    problems: ['EXPERIMENT_NOT_FOUND'],
  })
  @ApiOkResponse({ type: EvaluationSeriesDto })
  evaluations(
    @Param('id') id: string,
    @Query() query: EvaluationSeriesQueryDto,
  ): Promise<EvaluationSeriesDto> {
    return this.series.ofExperiment(id, query);
  }

  @Get('experiments/standings')
  @Operation({
    id: 'listExperimentStandings',
    summary: 'List experiments with where each stands',
    description:
      'What a list shows: whether it needs a person and why, days left, and the primary metric of the variant that leads. With how many there are of each status under the other filters, and whose experiments and prompts one can filter by.',
  })
  @ApiOkResponse({ type: StandingListDto })
  list(@Query() query: StandingListQueryDto): Promise<StandingListDto> {
    return this.standings.list(query);
  }

  @Post('experiments/plan')
  @HttpCode(200)
  @Operation({
    id: 'planExperiment',
    summary: "What an experiment would ask for, from the prompt's own recent traffic",
    description:
      'Units and days for each effect, and why no decision is possible where none is. Changes nothing.',
    problems: ['PROMPT_NOT_FOUND'],
  })
  @ApiOkResponse({ type: PlanPreviewDto })
  plan(@Body() request: PlanPreviewRequestDto): Promise<PlanPreviewDto> {
    return this.plans.preview(request);
  }
}
