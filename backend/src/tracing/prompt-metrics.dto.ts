import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsString, Length, Matches } from 'class-validator';
import { Optional } from '../versions/field-rules';

const LONGEST = 200;
/** Of this millennium: what the answer repeats must have four digits for its year in any offset. */
const MOMENT =
  /^2\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const momentMessage = {
  message:
    '$property must be a date and time of the years 2000 to 2999 with its offset, such as 2026-01-31T09:30:00Z',
};

/** Of which traces. Filters are combined with "and". */
export class PromptMetricsQueryDto {
  /** Only uses that started at this moment or later; absent = 30 days before `to`. */
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    pattern: MOMENT.source,
    example: '2026-01-01T00:00:00Z',
  })
  @Optional()
  @IsISO8601({ strict: true })
  @Matches(MOMENT, momentMessage)
  from?: string;

  /** Only uses that started before this moment; absent = now. */
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    pattern: MOMENT.source,
    example: '2026-02-01T00:00:00Z',
  })
  @Optional()
  @IsISO8601({ strict: true })
  @Matches(MOMENT, momentMessage)
  to?: string;

  /**
   * Only uses with this variant.
   * @example "control"
   */
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: LONGEST })
  @Optional()
  @IsString()
  @Length(1, LONGEST)
  variant?: string;

  /**
   * Only uses by this agent.
   * @example "energy_analyst"
   */
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: LONGEST })
  @Optional()
  @IsString()
  @Length(1, LONGEST)
  agent?: string;
}

/** How many uses got their words from where. */
export class SourceCountsDto {
  /**
   * A running experiment.
   * @example 120
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  experiment: number;

  /**
   * An explicit version.
   * @example 0
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  version: number;

  /**
   * A label.
   * @example 40
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  label: number;

  /**
   * The latest version.
   * @example 310
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  latest: number;

  /**
   * A prompt file, because the registry could not answer.
   * @example 2
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  file: number;
}

/** The values of an outcome metric. Observed, not an experiment: versions were used at other times, by others. */
export class OutcomeMeanDto {
  /**
   * The metric.
   * @example "user_actioned"
   */
  metric: string;

  /**
   * How many conversations (or uses without one) have a value. Those without are left out, also where an experiment would
   * count them.
   * @example 212
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  n: number;

  /**
   * Fewer than 30: read the interval with care. How the values are distributed decides what it is worth then.
   * @example false
   */
  few: boolean;

  /**
   * Of all conversations; each one's values are averaged first.
   * @example 0.64
   */
  mean: number;

  /**
   * Lower end of the 95 % interval of the mean, within the metric's range: of a binary metric Wilson's score interval, otherwise Student's,
   * cut off where the metric ends. Of values that are all the same it is Wilson's as well, where the metric has both bounds.
   * For one look, not for a decision. `null` with fewer than two values, and for equal ones of a metric without bounds.
   */
  @ApiProperty({ type: Number, nullable: true, example: 0.58 })
  low: number | null;

  /** Upper end; `null` where `low` is. */
  @ApiProperty({ type: Number, nullable: true, example: 0.7 })
  high: number | null;
}

/** How a version did. Uses whose words were not the version's are only in `flagged`. */
export class VersionMetricsDto {
  /** The version; `null`: words that no version has, such as a prompt file's. */
  @ApiProperty({ type: 'integer', minimum: 1, nullable: true, example: 3 })
  version: number | null;

  /**
   * How often it was used.
   * @example 472
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  uses: number;

  /**
   * In how many conversations.
   * @example 218
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  conversations: number;

  /**
   * Uses that ended in an error.
   * @example 3
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  errors: number;

  /**
   * Uses whose process ended first.
   * @example 1
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  unfinished: number;

  /**
   * Uses that named this version and count in no experiment, for whatever reason.
   * @example 0
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  flagged: number;

  /** Half of the uses took no longer; `null`: no latency was reported. */
  @ApiProperty({ type: Number, minimum: 0, nullable: true, example: 1840 })
  latencyMedianMs: number | null;

  /** 95 % of the uses took no longer; `null`: no latency was reported. */
  @ApiProperty({ type: Number, minimum: 0, nullable: true, example: 5210 })
  latencyP95Ms: number | null;

  /** Mean of the tokens that went in; `null`: none were reported. */
  @ApiProperty({ type: Number, minimum: 0, nullable: true, example: 1790.4 })
  inputTokensMean: number | null;

  /** Mean of the tokens that came out; `null`: none were reported. */
  @ApiProperty({ type: Number, minimum: 0, nullable: true, example: 301.7 })
  outputTokensMean: number | null;

  /** What all uses cost; `null`: no cost was reported. */
  @ApiProperty({ type: Number, minimum: 0, nullable: true, example: 1.98 })
  costSum: number | null;

  /** Mean of what a use cost; `null`: no cost was reported. */
  @ApiProperty({ type: Number, minimum: 0, nullable: true, example: 0.0042 })
  costMean: number | null;

  /** When it was first used in this time; `null`: never. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-01-04T08:12:00.000Z' })
  firstUsedAt: Date | null;

  /** When it was last used in this time; `null`: never. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-01-31T17:45:00.000Z' })
  lastUsedAt: Date | null;

  /** Where the words came from. */
  sources: SourceCountsDto;

  /** By metric; `insight_quality` with the weights that a plan has by default, of conversations that have all its parts. */
  outcomes: OutcomeMeanDto[];
}

/** How the versions of a prompt did. */
export class PromptMetricsDto {
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
   * From this moment on.
   * @example "2026-01-01T00:00:00.000Z"
   */
  from: Date;

  /**
   * Before this moment.
   * @example "2026-01-31T00:00:00.000Z"
   */
  to: Date;

  /** Those that were used in this time, newest first; then words that no version has. */
  versions: VersionMetricsDto[];
}
