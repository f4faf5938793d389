import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsString, MaxLength } from 'class-validator';
import { EXPERIMENT_STATUSES, type ExperimentStatus } from '../experiments/experiment-transition';
import { METRIC_DIRECTIONS, METRIC_KINDS, METRIC_SCALES, METRIC_SOURCES } from '../experiments/metric.entity';
import { PageDto, PageQueryDto } from '../page.dto';
import { Optional } from '../versions/field-rules';
import { EvaluationReasonDto } from './evaluation.dto';
import { VERDICTS } from './evaluation-verdict';

export const STANDING_SORTS = ['status', 'newest', 'oldest', 'name', 'prompt'] as const;
export type StandingSort = (typeof STANDING_SORTS)[number];
const ATTENTIONS = ['ready', 'blocked', 'unhealthy', 'running'] as const;
const NULLABLE_NUMBER = { type: Number, nullable: true } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;
const MOMENT = { type: String, format: 'date-time', nullable: true } as const;

/** Which experiments, and in which order. Filters are combined with "and". */
export class StandingListQueryDto extends PageQueryDto {
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
   * Only planned by this person or key.
   * @example "ada@example.com"
   */
  @ApiPropertyOptional({ type: String, maxLength: 320 })
  @Optional()
  @IsString()
  @MaxLength(320)
  owner?: string;

  /**
   * Part of the experiment's name or hypothesis, or of the prompt's name.
   * @example "shorter"
   */
  @ApiPropertyOptional({ type: String, maxLength: 500 })
  @Optional()
  @IsString()
  @MaxLength(500)
  q?: string;

  /** `status`: what runs first, then drafts, then what is over; each newest first. */
  @ApiPropertyOptional({ enum: STANDING_SORTS, default: 'status', example: 'newest' })
  @Optional()
  @IsIn(STANDING_SORTS)
  sort?: StandingSort;
}

/** One variant on trial, for a list. */
export class StandingVariantDto {
  /**
   * What the variant is called.
   * @example "control"
   */
  name: string;

  /**
   * The version of the prompt.
   * @example 3
   */
  @ApiProperty({ type: 'integer' })
  version: number;

  /**
   * Its part of the conversations in the experiment.
   * @example 0.5
   */
  share: number;
}

/** The metric that decides, and how the variant that leads compares to the control in it. */
export class StandingMetricDto {
  /**
   * The metric.
   * @example "user_actioned"
   */
  name: string;

  /** What its values are. */
  @ApiProperty({ enum: METRIC_KINDS, example: 'binary' })
  kind: (typeof METRIC_KINDS)[number];

  /**
   * What its values are counted in; may be empty.
   * @example "ms"
   */
  unit: string;

  /** Which way is better. */
  @ApiProperty({ enum: METRIC_DIRECTIONS, example: 'increase' })
  direction: (typeof METRIC_DIRECTIONS)[number];

  /** Where its values come from: recorded outcomes, the traces themselves, or other metrics. */
  @ApiProperty({ enum: METRIC_SOURCES, example: 'outcome' })
  source: (typeof METRIC_SOURCES)[number];

  /** How differences are analysed: as they are, or as logarithms of ratios. */
  @ApiProperty({ enum: METRIC_SCALES, example: 'linear' })
  scale: (typeof METRIC_SCALES)[number];

  /** The winner, or who has the best chance to win so far; `null` before the first figures. */
  @ApiProperty({ type: String, nullable: true, example: 'shorter' })
  variant: string | null;

  /** To the control, on the analysed scale; `null` before the first figures. */
  @ApiProperty({ ...NULLABLE_NUMBER, example: 0.041 })
  difference: number | null;

  /** Of the difference; holds at all looks at once. */
  @ApiProperty({
    type: 'array',
    nullable: true,
    items: { type: 'number' },
    minItems: 2,
    maxItems: 2,
    example: [0.012, 0.07],
  })
  interval: readonly [number, number] | null;

  /** Descriptive: the decision uses the sequential test. */
  @ApiProperty({ ...NULLABLE_NUMBER, minimum: 0, maximum: 1, example: 0.97 })
  chanceToWin: number | null;
}

/** An experiment as a list shows it. */
export class StandingDto {
  /**
   * The experiment's id.
   * @example "0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77"
   */
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  /**
   * What it is called.
   * @example "shorter steps"
   */
  name: string;

  /**
   * The prompt's name.
   * @example "specialists/energy_analyst"
   */
  promptName: string;

  /** Where in its life it is. */
  @ApiProperty({ type: String, enum: EXPERIMENT_STATUSES, example: 'running' })
  status: ExperimentStatus;

  /** The versions on trial; the first is the control. */
  @ApiProperty({ type: [StandingVariantDto] })
  variants: readonly StandingVariantDto[];

  /**
   * Share of the prompt's conversations that are included.
   * @example 0.5
   */
  trafficShare: number;

  /** When it started; `null`: it has not. */
  @ApiProperty({ ...MOMENT, example: '2026-01-31T09:30:00.000Z' })
  startAt: Date | null;

  /** When it was completed or stopped; `null`: it was not. */
  @ApiProperty({ ...MOMENT, example: null })
  endAt: Date | null;

  /** `ready`: a person can end it. `blocked`: something keeps a verdict from ending it. `unhealthy`: its data cannot be trusted, or it is not evaluated. `null`: it is not on trial. */
  @ApiProperty({ type: String, nullable: true, enum: [...ATTENTIONS, null], example: 'running' })
  attention: (typeof ATTENTIONS)[number] | null;

  /** Of the last look, or the one that ended it; `null` before the first look, and when a person ended it. */
  @ApiProperty({ type: String, enum: [...VERDICTS, null], nullable: true, example: 'running' })
  verdict: string | null;

  /** Of the last look: why, and what keeps it from ending. */
  @ApiProperty({ type: [EvaluationReasonDto] })
  reasons: readonly EvaluationReasonDto[];

  /** When it was last evaluated; `null`: never. */
  @ApiProperty({ ...MOMENT, example: '2026-02-03T09:30:00.000Z' })
  evaluatedAt: Date | null;

  /**
   * Settled conversations at the last look.
   * @example 412
   */
  @ApiProperty(COUNT)
  units: number;

  /** Part of the planned information that is reached: groups of uneven size count as less; `null` before the first look. */
  @ApiProperty({ ...NULLABLE_NUMBER, minimum: 0, maximum: 1, example: 0.62 })
  progress: number | null;

  /** Days until it ends at the latest: at the horizon at this pace, or with its maximum runtime; `null` when it is not on trial. */
  @ApiProperty({ ...NULLABLE_NUMBER, example: 3.5 })
  daysLeft: number | null;

  /** The metric that is meant to decide. */
  primaryMetric: StandingMetricDto;

  /** The metric that did, when it was another one, such as a guardrail that was harmed; else `null`. */
  @ApiProperty({ type: StandingMetricDto, nullable: true })
  decidedBy: StandingMetricDto | null;

  /** The variant that won; `null` until completed, and when none did. */
  @ApiProperty({ type: String, nullable: true, example: 'shorter' })
  winner: string | null;

  /** Why it was completed or stopped; `null` until it was. */
  @ApiProperty({ type: String, nullable: true, example: 'Shorter steps are acted on more often' })
  conclusion: string | null;

  /**
   * Whether the winner is promoted, and that not undone.
   * @example false
   */
  promoted: boolean;

  /**
   * Who planned it.
   * @example "ada@example.com"
   */
  owner: string;

  /**
   * When.
   * @example "2026-01-30T09:30:00.000Z"
   */
  createdAt: Date;
}

const counts = Object.fromEntries(EXPERIMENT_STATUSES.map((status) => [status, COUNT]));

export class StandingListDto extends PageDto {
  /** One page of the experiments found. */
  items: StandingDto[];

  /** How many there are of each status under the other filters. */
  @ApiProperty({
    type: 'object',
    properties: counts,
    required: [...EXPERIMENT_STATUSES],
    selfRequired: true,
    additionalProperties: false,
    example: { draft: 2, running: 3, paused: 0, completed: 41, stopped: 5 },
  })
  counts: Readonly<Record<ExperimentStatus, number>>;

  /** Who planned experiments, of all there are; the 100 with the most. */
  @ApiProperty({ type: [String], example: ['ada@example.com'] })
  owners: readonly string[];

  /** The prompts that have experiments, of all there are; the 100 with the most. */
  @ApiProperty({ type: [String], example: ['specialists/energy_analyst'] })
  prompts: readonly string[];
}
