import { ApiProperty } from '@nestjs/swagger';
import { MOST_RESOLVE_COUNTS } from '@prompt-registry/resolver';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { CONSUMER_SOURCES, type ConsumerSource } from './consumer.entity';
import { PageDto } from '../page.dto';
import { Optional } from '../versions/field-rules';
import { SLUG_NAME, SLUG_NAME_RULE } from './experiment-fields';

/** Printable, because people read it in a list; no bound on letters. */
const WORDS = '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,200}$';
const WORDS_RULE = 'must have 1 to 200 characters, without control characters';
/** RFC 3339 with its offset, of this century. */
const MOMENT =
  '^20\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$';

/** More than a process answers in the life of a counter; sums of it stay whole numbers. */
const MOST_ANSWERS = 1_000_000_000_000;

/** How often one variant was answered. */
export class ResolveCountDto {
  /** The experiment that named the variant. */
  @ApiProperty({ type: String, format: 'uuid', example: '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77' })
  @IsUUID()
  experimentId: string;

  /** The variant's name. */
  @ApiProperty({ type: String, pattern: SLUG_NAME, example: 'control' })
  @Matches(new RegExp(SLUG_NAME), { message: `variant ${SLUG_NAME_RULE}` })
  variant: string;

  /** All answers with it since the counter began, conversations that asked twice twice. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MOST_ANSWERS, example: 120 })
  @IsInt()
  @Min(0)
  @Max(MOST_ANSWERS)
  count: number;
}

/** What a process counted of the answers it gave by itself. */
export class ResolveCountsDto {
  /** Made by the process; a new one begins at zero. The largest count of each counter is what holds. */
  @ApiProperty({ type: String, format: 'uuid', example: '7c9e6679-7425-40de-944b-e07fc1f90ae7' })
  @IsUUID('4')
  counterId: string;

  /** Those that changed; what is left out stays as it was. Experiments and variants that do not exist are passed over. */
  @ApiProperty({ type: [ResolveCountDto], minItems: 1, maxItems: MOST_RESOLVE_COUNTS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_RESOLVE_COUNTS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ResolveCountDto)
  counts: ResolveCountDto[];
}

/** What an agent says of itself: at start, when it changes, and every 30 seconds. */
export class ReportConsumerDto {
  /**
   * What the agent is.
   * @example "energy-analyst"
   */
  @ApiProperty({ type: String, pattern: WORDS })
  @IsString()
  @Matches(new RegExp(WORDS, 'u'), { message: `service ${WORDS_RULE}` })
  service: string;

  /**
   * Which of several processes of the service.
   * @example "energy-analyst-7d9f-x2k4"
   */
  @ApiProperty({ type: String, pattern: WORDS })
  @IsString()
  @Matches(new RegExp(WORDS, 'u'), { message: `instanceId ${WORDS_RULE}` })
  instanceId: string;

  /**
   * The release of the client library.
   * @example "0.1.0"
   */
  @ApiProperty({ type: String, pattern: WORDS })
  @IsString()
  @Matches(new RegExp(WORDS, 'u'), { message: `sdkVersion ${WORDS_RULE}` })
  sdkVersion: string;

  /**
   * The revision it serves; 0 when it never had a snapshot.
   * @example 42
   */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  revision: number;

  /**
   * True when it cannot reach the server or has not heard of it for too long.
   * @example false
   */
  @ApiProperty({ type: Boolean })
  @IsBoolean()
  stale: boolean;

  /** Where it has what it serves from: the server's snapshot, its copy on disk, or prompt files. */
  @ApiProperty({ type: String, enum: CONSUMER_SOURCES, example: 'memory' })
  @IsIn(CONSUMER_SOURCES)
  source: ConsumerSource;

  /**
   * Since when, by its own clock.
   * @example "2026-01-31T09:30:00.000Z"
   */
  @ApiProperty({ type: String, format: 'date-time', pattern: MOMENT })
  @IsISO8601({ strict: true })
  @Matches(new RegExp(MOMENT), {
    message: 'since must be a date and time with its offset, such as 2026-01-31T09:30:00Z',
  })
  since: string;

  /** How often it answered with variants of experiments; absent when nothing was added. */
  @ApiProperty({ type: ResolveCountsDto, required: false })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => ResolveCountsDto)
  resolves?: ResolveCountsDto;
}

/** A running agent. */
export class ConsumerDto {
  /**
   * What the agent is.
   * @example "energy-analyst"
   */
  service: string;

  /**
   * Which of several processes of the service.
   * @example "energy-analyst-7d9f-x2k4"
   */
  instanceId: string;

  /**
   * The release of the client library.
   * @example "0.1.0"
   */
  sdkVersion: string;

  /**
   * The revision it served when it last reported.
   * @example 41
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  revision: number;

  /**
   * How many revisions the registry was ahead of it when this was read.
   * @example 1
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  behind: number;

  /**
   * True when it could not reach the server, as it later reported.
   * @example false
   */
  stale: boolean;

  /** Where it has what it serves from. */
  @ApiProperty({ type: String, enum: CONSUMER_SOURCES, example: 'memory' })
  source: ConsumerSource;

  /**
   * Since when, by its own clock, but never in the future.
   * @example "2026-01-31T09:30:00.000Z"
   */
  since: Date;

  /**
   * When it last reported; after five minutes of silence it is not listed any more.
   * @example "2026-01-31T09:31:00.000Z"
   */
  lastSeenAt: Date;

  /**
   * The name of the API key it reports with.
   * @example "energy agents"
   */
  keyName: string;
}

export class ConsumerListDto extends PageDto {
  /** One page of the agents, by service and instance. */
  items: ConsumerDto[];
}
