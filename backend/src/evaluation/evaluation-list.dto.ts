import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsISO8601, Matches, Max, Min } from 'class-validator';
import { MOMENT } from '../identity/moment';
import { Optional } from '../versions/field-rules';
import { EvaluationDto } from './evaluation.dto';

const MOST_POINTS = 2_000;
const momentMessage = {
  message: '$property must be a date and time with its offset, such as 2026-01-31T09:30:00Z',
};

/** Which evaluations of an experiment. */
export class EvaluationSeriesQueryDto {
  /** Only at this moment or later. */
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    pattern: MOMENT.source,
    example: '2026-01-31T09:30:00Z',
  })
  @Optional()
  @IsISO8601({ strict: true })
  @Matches(MOMENT, momentMessage)
  from?: string;

  /** Only before this moment. */
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    pattern: MOMENT.source,
    example: '2026-02-28T09:30:00Z',
  })
  @Optional()
  @IsISO8601({ strict: true })
  @Matches(MOMENT, momentMessage)
  to?: string;

  /**
   * At most about so many, evenly spread; the first and the last are always among them.
   * @example 300
   */
  @ApiPropertyOptional({ type: 'integer', default: 300, minimum: 2, maximum: MOST_POINTS })
  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(MOST_POINTS)
  points: number = 300;
}

/** The looks at an experiment, oldest first, for charts. */
export class EvaluationSeriesDto {
  @ApiProperty({ type: [EvaluationDto] })
  items: readonly EvaluationDto[];

  /**
   * How many there are in the time asked for.
   * @example 4032
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  total: number;
}
