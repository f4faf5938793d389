import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsString, Length, Matches, Max, Min } from 'class-validator';
import { MOMENT } from '../identity/moment';
import { Optional } from '../versions/field-rules';
import { UUID } from './item-reader';
import { CURSOR } from './trace-position';
import { TRACE_FLAGS, TRACE_SOURCES, TRACE_STATUSES, type TraceFlag } from './trace.entity';

const MAX_VERSION = 2_147_483_647;
const LONGEST = 200;
const FLAG_CHOICES = ['any', ...TRACE_FLAGS] as const;
const momentMessage = {
  message: '$property must be a date and time with its offset, such as 2026-01-31T09:30:00Z',
};

/** Which traces, in which order. Filters are combined with "and". */
export class TraceListQueryDto {
  /**
   * Only of the prompt with this id or name.
   * @example "specialists/energy_analyst"
   */
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: LONGEST })
  @Optional()
  @IsString()
  @Length(1, LONGEST)
  prompt?: string;

  /**
   * Only with this version of their prompt.
   * @example 3
   */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_VERSION })
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_VERSION)
  version?: number;

  /**
   * Only with this variant.
   * @example "control"
   */
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: LONGEST })
  @Optional()
  @IsString()
  @Length(1, LONGEST)
  variant?: string;

  /**
   * Only in this experiment.
   * @example "0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77"
   */
  @ApiPropertyOptional({ type: String, pattern: UUID })
  @Optional()
  @Matches(new RegExp(UUID), { message: "must be an experiment's id" })
  experimentId?: string;

  /**
   * Only of this conversation.
   * @example "conv-8f14e45f"
   */
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: LONGEST })
  @Optional()
  @IsString()
  @Length(1, LONGEST)
  conversationId?: string;

  /**
   * Only of this agent.
   * @example "energy_analyst"
   */
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: LONGEST })
  @Optional()
  @IsString()
  @Length(1, LONGEST)
  agent?: string;

  /**
   * Only with this model.
   * @example "small-model-2026-01"
   */
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: LONGEST })
  @Optional()
  @IsString()
  @Length(1, LONGEST)
  model?: string;

  /** Only those whose words came from there. */
  @ApiPropertyOptional({ enum: TRACE_SOURCES, example: 'file' })
  @Optional()
  @IsIn(TRACE_SOURCES)
  source?: (typeof TRACE_SOURCES)[number];

  /** Only those that ended like this. */
  @ApiPropertyOptional({ enum: TRACE_STATUSES, example: 'error' })
  @Optional()
  @IsIn(TRACE_STATUSES)
  status?: (typeof TRACE_STATUSES)[number];

  /** Only those that are kept without counting in an experiment, for this reason or for `any`. */
  @ApiPropertyOptional({ enum: FLAG_CHOICES, example: 'any' })
  @Optional()
  @IsIn(FLAG_CHOICES)
  flag?: TraceFlag | 'any';

  /** Only those that started at this moment or later. */
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

  /** Only those that started before this moment. */
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

  /** By their start: `desc` = newest first. */
  @ApiPropertyOptional({ enum: ['desc', 'asc'], default: 'desc', example: 'desc' })
  @IsIn(['desc', 'asc'])
  order: 'desc' | 'asc' = 'desc';

  /**
   * `nextCursor` of the answer before, for what follows it; with the same filters and order.
   * @example "1769851800000000_4bf92f3577b34da6a3ce929d0e0e4736"
   */
  @ApiPropertyOptional({ type: String, pattern: CURSOR })
  @Optional()
  @IsString()
  @Matches(new RegExp(CURSOR), { message: 'must be the `nextCursor` of an answer' })
  cursor?: string;

  /**
   * Items at most.
   * @example 50
   */
  @ApiPropertyOptional({ type: 'integer', default: 50, minimum: 1, maximum: 200 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

/** One use of a prompt, as its agent reported it. */
export class TraceSummaryDto {
  /**
   * The trace id, as OpenTelemetry has it.
   * @example "4bf92f3577b34da6a3ce929d0e0e4736"
   */
  @ApiProperty({ type: String, pattern: '^[0-9a-f]{32}$' })
  id: string;

  /** The prompt's id; `null`: the registry did not know the prompt when the trace arrived. */
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: '7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11',
  })
  promptId: string | null;

  /**
   * The prompt's name, as it was reported.
   * @example "specialists/energy_analyst"
   */
  promptName: string;

  /** The version; `null`: words that no version has, such as a prompt file's. */
  @ApiProperty({ type: 'integer', minimum: 1, nullable: true, example: 3 })
  promptVersion: number | null;

  /** Of the words that were served, as it was reported; `null` when it was not. */
  @ApiProperty({
    type: String,
    nullable: true,
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  contentHash: string | null;

  /** Where the words came from. */
  @ApiProperty({ type: String, enum: TRACE_SOURCES, example: 'experiment' })
  source: (typeof TRACE_SOURCES)[number];

  /** The experiment that chose the words; `null`: none. */
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77',
  })
  experimentId: string | null;

  /** What the experiment is called; `null`: none, or one the registry does not know. */
  @ApiProperty({ type: String, nullable: true, example: 'shorter steps' })
  experimentName: string | null;

  /** The variant; `null`: none. */
  @ApiProperty({ type: String, nullable: true, example: 'control' })
  variant: string | null;

  /** The conversation; `null`: it was not reported. */
  @ApiProperty({ type: String, nullable: true, example: 'conv-8f14e45f' })
  conversationId: string | null;

  /** Which agent; `null`: it was not reported. */
  @ApiProperty({ type: String, nullable: true, example: 'energy_analyst' })
  agent: string | null;

  /** Which model; `null`: it was not reported. */
  @ApiProperty({ type: String, nullable: true, example: 'small-model-2026-01' })
  model: string | null;

  /**
   * When it started, by the client's clock.
   * @example "2026-01-31T09:30:00.000Z"
   */
  startedAt: Date;

  /**
   * When the server got it.
   * @example "2026-01-31T09:30:07.000Z"
   */
  receivedAt: Date;

  /** How long it took; `null`: it was not reported. */
  @ApiProperty({ type: Number, minimum: 0, nullable: true, example: 2310.5 })
  latencyMs: number | null;

  /** Tokens that went in; `null`: it was not reported. */
  @ApiProperty({ type: 'integer', minimum: 0, nullable: true, example: 1840 })
  inputTokens: number | null;

  /** Tokens that came out; `null`: it was not reported. */
  @ApiProperty({ type: 'integer', minimum: 0, nullable: true, example: 312 })
  outputTokens: number | null;

  /** What it cost, in the team's currency; `null`: it was not reported. */
  @ApiProperty({ type: Number, minimum: 0, nullable: true, example: 0.0042 })
  cost: number | null;

  /** How it ended; `unfinished`: its process ended first. */
  @ApiProperty({ type: String, enum: TRACE_STATUSES, example: 'ok' })
  status: (typeof TRACE_STATUSES)[number];

  /** Why it is kept without counting in an experiment; `null`: nothing is wrong with it. */
  @ApiProperty({ type: String, enum: [...TRACE_FLAGS, null], nullable: true, example: null })
  flag: TraceFlag | null;
}

export class TraceListDto {
  /** By their start. */
  items: TraceSummaryDto[];

  /**
   * Send it as `cursor` for what follows; `null`: nothing does. A page may have fewer items than asked for, even none, and
   * still be followed by others: one answer looks through 50,000 traces at most.
   */
  @ApiProperty({
    type: String,
    nullable: true,
    pattern: CURSOR,
    example: '1769851800000000_4bf92f3577b34da6a3ce929d0e0e4736',
  })
  nextCursor: string | null;
}
