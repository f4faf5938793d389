import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';

/** Of which prompt, over which time. */
export class QualityQueryDto {
  /**
   * The prompt's id or name.
   * @example "specialists/energy_analyst"
   */
  @ApiProperty({ type: String, minLength: 1, maxLength: 200 })
  @IsString()
  @Length(1, 200)
  prompt: string;

  /**
   * The last so many days.
   * @example 30
   */
  @ApiPropertyOptional({ type: 'integer', default: 30, minimum: 1, maximum: 730 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(730)
  days: number = 30;
}

/** What was said of a version's uses that started on a day. */
export class QualityPointDto {
  /**
   * The day, UTC.
   * @example "2026-02-03"
   */
  @ApiProperty({ type: String, format: 'date' })
  day: string;

  /** The version; `null`: words that no version has, such as a prompt file's. */
  @ApiProperty({ type: 'integer', minimum: 1, nullable: true, example: 3 })
  version: number | null;

  /**
   * The metric.
   * @example "confidence"
   */
  metric: string;

  /**
   * How many values.
   * @example 212
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  count: number;

  /**
   * Their mean.
   * @example 0.81
   */
  mean: number;

  /**
   * Lower end of the 95 % interval of the mean, with each value for itself and within the metric's range: of a binary metric Wilson's score
   * interval, otherwise Student's, cut off where the metric ends. Of values that are all the same it is Wilson's as well, where the
   * metric has both bounds. `null` with fewer than two values, and for equal ones of a metric without bounds.
   */
  @ApiProperty({ type: Number, nullable: true, example: 0.79 })
  low: number | null;

  /** Upper end; `null` where `low` is. */
  @ApiProperty({ type: Number, nullable: true, example: 0.83 })
  high: number | null;
}

export class QualityDto {
  /**
   * The prompt's id.
   * @example "7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11"
   */
  @ApiProperty({ type: String, format: 'uuid' })
  promptId: string;

  /**
   * The prompt's name.
   * @example "specialists/energy_analyst"
   */
  promptName: string;

  /**
   * From when.
   * @example "2026-01-04T09:00:00.000Z"
   */
  from: Date;

  /**
   * Until when.
   * @example "2026-02-03T09:30:00.000Z"
   */
  to: Date;

  /** By day, version and metric; only where something was said. */
  points: QualityPointDto[];
}
