import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { EXPERIMENT_STATUSES, type ExperimentStatus } from '../experiments/experiment-transition';
import { DashboardDecisionDto } from './dashboard-decision.dto';
import { EvaluationReasonDto } from './evaluation.dto';

const NULLABLE_NUMBER = { type: Number, nullable: true } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;

/** Over which time. */
export class DashboardQueryDto {
  /**
   * The last so many days; the days before them are what they are compared with.
   * @example 7
   */
  @ApiPropertyOptional({ type: 'integer', default: 7, minimum: 1, maximum: 90 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(90)
  days: number = 7;
}

/** An experiment on trial, and whether it needs a person. */
export class DashboardExperimentDto {
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

  /** `ready`: a person can end it. `blocked`: something keeps a verdict from ending it. `unhealthy`: its data cannot be trusted, or it is not evaluated. */
  @ApiProperty({ type: String, enum: ['ready', 'blocked', 'unhealthy', 'running'], example: 'running' })
  attention: 'ready' | 'blocked' | 'unhealthy' | 'running';

  /**
   * The last verdict; `null` before the first evaluation.
   * @example "running"
   */
  @ApiProperty({ type: String, nullable: true })
  verdict: string | null;

  /** Why, and what keeps it from ending. */
  @ApiProperty({ type: [EvaluationReasonDto] })
  reasons: readonly EvaluationReasonDto[];

  /** When it was last evaluated; `null`: never. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-02-03T09:30:00.000Z' })
  evaluatedAt: Date | null;

  /**
   * Settled conversations.
   * @example 412
   */
  @ApiProperty(COUNT)
  units: number;

  /**
   * When it started.
   * @example "2026-01-31T09:30:00.000Z"
   */
  startAt: Date;
}

/** How a prompt was used, beside the time before. */
export class DashboardPromptDto {
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
   * Traces.
   * @example 1840
   */
  @ApiProperty(COUNT)
  uses: number;

  /**
   * Traces in the time before.
   * @example 1610
   */
  @ApiProperty(COUNT)
  usesBefore: number;

  /** Share that ended in an error; `null` without traces. */
  @ApiProperty({ ...NULLABLE_NUMBER, example: 0.004 })
  errorShare: number | null;

  /** Share that was served from a prompt file; `null` without traces. */
  @ApiProperty({ ...NULLABLE_NUMBER, example: 0 })
  fileShare: number | null;

  /** In ms, from a histogram: within a third, and mostly within a few per cent. `null`: none was reported. */
  @ApiProperty({ ...NULLABLE_NUMBER, example: 1240 })
  medianLatencyMs: number | null;

  /** Of one use, on average. */
  @ApiProperty({ ...NULLABLE_NUMBER, example: 0.004 })
  meanCost: number | null;

  /** Means of what was said of its uses, with those of the time before. Flagged uses do not count. */
  @ApiProperty({
    type: 'array',
    items: {
      type: 'object',
      required: ['metric', 'count', 'mean', 'countBefore', 'meanBefore'],
      additionalProperties: false,
      properties: {
        metric: { type: 'string' },
        count: { type: 'integer' },
        mean: { type: 'number', nullable: true },
        countBefore: { type: 'integer' },
        meanBefore: { type: 'number', nullable: true },
      },
    },
    example: [{ metric: 'confidence', count: 1800, mean: 0.81, countBefore: 1600, meanBefore: 0.77 }],
  })
  outcomes: readonly DashboardOutcome[];
}

export interface DashboardOutcome {
  readonly metric: string;
  readonly count: number;
  readonly mean: number | null;
  readonly countBefore: number;
  readonly meanBefore: number | null;
}

/** One day of all prompts. */
export class DashboardDayDto {
  /**
   * The day, UTC.
   * @example "2026-02-03"
   */
  @ApiProperty({ type: String, format: 'date' })
  day: string;

  /**
   * Traces.
   * @example 812
   */
  @ApiProperty(COUNT)
  uses: number;

  /**
   * Of these, ended in an error.
   * @example 4
   */
  @ApiProperty(COUNT)
  errors: number;

  /**
   * Of these, served from a prompt file.
   * @example 0
   */
  @ApiProperty(COUNT)
  fromFile: number;

  /**
   * Of these, flagged.
   * @example 0
   */
  @ApiProperty(COUNT)
  flagged: number;
}

/** When experiments were last evaluated by the clock. */
export class EvaluationJobDto {
  /** When the last run began; `null`: none since this server started. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-02-03T09:30:00.000Z' })
  ranAt: Date | null;

  /** How long it took, in ms. */
  @ApiProperty({ ...NULLABLE_NUMBER, example: 42.1 })
  durationMs: number | null;

  /**
   * Experiments that were looked at.
   * @example 3
   */
  @ApiProperty(COUNT)
  evaluated: number;

  /**
   * Experiments whose evaluation failed; the log says why.
   * @example 0
   */
  @ApiProperty(COUNT)
  failed: number;
}

/** What a team looks at first. */
export class DashboardDto {
  /**
   * From when: the beginning of an hour.
   * @example "2026-01-27T09:30:00.000Z"
   */
  from: Date;

  /**
   * Until when.
   * @example "2026-02-03T09:30:00.000Z"
   */
  to: Date;

  /** On trial now, those that need a person first. */
  @ApiProperty({ type: [DashboardExperimentDto] })
  experiments: readonly DashboardExperimentDto[];

  /** Ended in the last 30 days, newest first. */
  @ApiProperty({ type: [DashboardDecisionDto] })
  decisions: readonly DashboardDecisionDto[];

  /** The most used prompts, of those that are registered. */
  @ApiProperty({ type: [DashboardPromptDto] })
  prompts: readonly DashboardPromptDto[];

  /** Day by day, of all traces. */
  @ApiProperty({ type: [DashboardDayDto] })
  days: readonly DashboardDayDto[];

  evaluationJob: EvaluationJobDto;
}
