import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { MAX_DESCRIPTION_LENGTH, Optional } from '../versions/field-rules';
import { PageDto } from '../page.dto';
import { Metric as MetricName, METRIC_NAME } from './experiment-fields';
import { METRIC_DIRECTIONS, METRIC_KINDS, METRIC_SCALES, METRIC_SOURCES, type Metric } from './metric.entity';

/** A few letters on one line; may be empty. */
const UNIT = '^[^\\u0000-\\u001f\\u007f]{0,32}$';
/** No measurement needs more, and differences of such numbers are still exact enough. */
const LARGEST = 1_000_000_000_000;
/** The plugin reads no comment of a property whose least value has a sign: those need a `description`. */
const VALUE = { type: Number, nullable: true, minimum: -LARGEST, maximum: LARGEST };

/** Something to be measured. It can never be changed afterwards: decided experiments rest on it. */
export class CreateMetricDto {
  @MetricName('What outcomes and plans call it; unique.', 'time_to_action')
  name: string;

  /**
   * What it measures, in a sentence for people.
   * @example "Time from the insight to the first action on it."
   */
  @ApiPropertyOptional({ type: String, maxLength: MAX_DESCRIPTION_LENGTH, default: '' })
  @Optional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION_LENGTH)
  description?: string;

  /** `binary`: 0 or 1. `bounded`: any value in its range. `continuous`: any value, its limits are optional. */
  @ApiProperty({ enum: METRIC_KINDS, example: 'continuous' })
  @IsIn(METRIC_KINDS)
  kind: (typeof METRIC_KINDS)[number];

  /** Which way is better. */
  @ApiProperty({ enum: METRIC_DIRECTIONS, example: 'decrease' })
  @IsIn(METRIC_DIRECTIONS)
  direction: (typeof METRIC_DIRECTIONS)[number];

  @ApiPropertyOptional({
    ...VALUE,
    description: 'Least value that is accepted; a bounded metric needs it, a binary one has 0.',
    example: 0,
  })
  @IsOptional()
  @IsNumber()
  @Min(-LARGEST)
  @Max(LARGEST)
  minimum?: number | null;

  @ApiPropertyOptional({
    ...VALUE,
    description: 'Largest value that is accepted; a bounded metric needs it, a binary one has 1.',
    example: 86_400,
  })
  @IsOptional()
  @IsNumber()
  @Min(-LARGEST)
  @Max(LARGEST)
  maximum?: number | null;

  /**
   * What its values are counted in, for people.
   * @example "s"
   */
  @ApiPropertyOptional({ type: String, pattern: UNIT, default: '' })
  @Optional()
  @IsString()
  @Matches(new RegExp(UNIT, 'u'), { message: 'must be one line of at most 32 characters' })
  unit?: string;

  /** How differences are analysed: as they are, or as ratios, which needs a minimum of 0 or more. */
  @ApiPropertyOptional({ enum: METRIC_SCALES, default: 'linear', example: 'log' })
  @Optional()
  @IsIn(METRIC_SCALES)
  scale?: (typeof METRIC_SCALES)[number];

  /** By how much it may get worse as a guardrail whose plan does not say, in its unit. */
  @ApiPropertyOptional({ ...VALUE, minimum: 0, example: 60 })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(LARGEST)
  margin?: number | null;

  @ApiPropertyOptional({
    ...VALUE,
    description: 'What a conversation without any value counts as; `null` or absent = it is left out.',
    example: null,
  })
  @IsOptional()
  @IsNumber()
  @Min(-LARGEST)
  @Max(LARGEST)
  missingValue?: number | null;
}

/** What can be measured, and which way is better. */
export class MetricDto {
  /**
   * What outcomes and plans call it.
   * @example "time_to_action"
   */
  @ApiProperty({ type: String, pattern: METRIC_NAME })
  name: string;

  /**
   * What it measures.
   * @example "Time from the insight to the first action on it."
   */
  description: string;

  /** `binary`: 0 or 1. `bounded`: any value in its range. `continuous`: any value within its limits, if it has any. */
  @ApiProperty({ enum: METRIC_KINDS, example: 'continuous' })
  kind: (typeof METRIC_KINDS)[number];

  /** Which way is better. */
  @ApiProperty({ enum: METRIC_DIRECTIONS, example: 'decrease' })
  direction: (typeof METRIC_DIRECTIONS)[number];

  /** Least value that is accepted; `null` = no limit. */
  @ApiProperty({ type: Number, nullable: true, example: 0 })
  minimum: number | null;

  /** Largest value that is accepted; `null` = no limit. */
  @ApiProperty({ type: Number, nullable: true, example: 86_400 })
  maximum: number | null;

  /**
   * What its values are counted in, for people; may be empty.
   * @example "s"
   */
  unit: string;

  /** How differences are analysed: as they are, or as ratios. */
  @ApiProperty({ enum: METRIC_SCALES, example: 'log' })
  scale: (typeof METRIC_SCALES)[number];

  /** By how much it may get worse as a guardrail whose plan does not say; `null` = the plan must say. */
  @ApiProperty({ type: Number, nullable: true, minimum: 0, example: 60 })
  margin: number | null;

  /** What a conversation without any value counts as; `null` = it is left out. */
  @ApiProperty({ type: Number, nullable: true, example: null })
  missingValue: number | null;

  /** Where its values come from: recorded outcomes, the traces themselves, or other metrics. */
  @ApiProperty({ enum: METRIC_SOURCES, example: 'outcome' })
  source: (typeof METRIC_SOURCES)[number];

  /**
   * Who registered it; `system` for those that are built in.
   * @example "ada@example.com"
   */
  createdBy: string;

  /**
   * When it was registered.
   * @example "2026-01-31T09:30:00.000Z"
   */
  createdAt: Date;
}

export class MetricListDto extends PageDto {
  /** One page of the metrics, by name. */
  items: MetricDto[];
}

export function toMetricDto(metric: Metric): MetricDto {
  return { ...metric };
}
