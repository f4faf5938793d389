import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { Optional } from '../versions/field-rules';
import { ExperimentSummaryDto } from './experiment-answer.dto';
import { SLUG_NAME, SLUG_NAME_RULE } from './experiment-fields';
import { EXPERIMENT_STATUSES, type ExperimentStatus } from './experiment-transition';
import { PageDto, PageQueryDto } from '../page.dto';

/** Which experiments, newest first. Filters are combined with "and". */
export class ExperimentListQueryDto extends PageQueryDto {
  /** Only with one of these statuses; repeat the parameter for several. */
  @ApiPropertyOptional({
    type: 'array',
    maxItems: EXPERIMENT_STATUSES.length,
    items: { type: 'string', enum: [...EXPERIMENT_STATUSES] },
    example: ['running', 'paused'],
  })
  @Optional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMaxSize(EXPERIMENT_STATUSES.length)
  @IsIn(EXPERIMENT_STATUSES, { each: true })
  status?: ExperimentStatus[];

  /**
   * Only of the prompt with this id or name.
   * @example "specialists/energy_analyst"
   */
  @ApiPropertyOptional({ type: String, maxLength: 200 })
  @Optional()
  @IsString()
  @MaxLength(200)
  prompt?: string;

  /**
   * Part of the experiment's name or hypothesis, or of the prompt's name.
   * @example "shorter"
   */
  @ApiPropertyOptional({ type: String, maxLength: 500 })
  @Optional()
  @IsString()
  @MaxLength(500)
  q?: string;

  /**
   * Only in this layer.
   * @example "tone"
   */
  @ApiPropertyOptional({ type: String, pattern: SLUG_NAME })
  @Optional()
  @Matches(new RegExp(SLUG_NAME), { message: SLUG_NAME_RULE })
  layer?: string;
}

export class ExperimentListDto extends PageDto {
  /** One page of the experiments found. */
  items: ExperimentSummaryDto[];
}
