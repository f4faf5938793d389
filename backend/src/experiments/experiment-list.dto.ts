import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { Optional } from '../versions/field-rules';
import { ExperimentSummaryDto } from './experiment-answer.dto';
import { SLUG_NAME, SLUG_NAME_RULE } from './experiment-fields';
import { EXPERIMENT_STATUSES, type ExperimentStatus } from './experiment-transition';

/** Which experiments, newest first. Filters are combined with "and". */
export class ExperimentListQueryDto {
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

  /**
   * From 1.
   * @example 1
   */
  @ApiPropertyOptional({ type: 'integer', default: 1, minimum: 1, maximum: 1_000_000 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  page: number = 1;

  /**
   * Items a page.
   * @example 50
   */
  @ApiPropertyOptional({ type: 'integer', default: 50, minimum: 1, maximum: 200 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  pageSize: number = 50;
}

export class ExperimentListDto {
  /** One page of the experiments found. */
  items: ExperimentSummaryDto[];

  /**
   * How many there are on all pages.
   * @example 1
   */
  total: number;

  /**
   * Which page this is, from 1.
   * @example 1
   */
  page: number;

  /**
   * Items a page.
   * @example 50
   */
  pageSize: number;
}
