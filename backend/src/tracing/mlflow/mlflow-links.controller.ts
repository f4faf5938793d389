import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ExperimentIdParam } from '../../experiments/experiment-headers';
import { Operation } from '../../problems/operation.decorator';
import { ExperimentLinksQuery } from './experiment-links.query';
import { VariantLinksListDto } from './mlflow-links.dto';

@ApiTags('mlflow')
@Controller()
export class MlflowLinksController {
  constructor(private readonly experiments: ExperimentLinksQuery) {}

  @Get('experiments/:id/mlflow')
  @ExperimentIdParam()
  @Operation({
    id: 'listVariantLinks',
    summary: "Where an experiment's variants are seen in MLflow",
    description: 'Answers from what was told: MLflow itself is not asked.',
    problems: ['EXPERIMENT_NOT_FOUND'],
  })
  @ApiOkResponse({ type: VariantLinksListDto })
  async ofExperiment(@Param('id') id: string): Promise<VariantLinksListDto> {
    return { items: await this.experiments.ofVariants(id) };
  }
}
