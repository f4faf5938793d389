import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, Matches, ValidateIf } from 'class-validator';
import { OUTBOX_TOPICS, type OutboxEntry, type OutboxTopic } from '../../database/outbox-entry.entity';
import { PageDto } from '../../page.dto';
import type { BreakerState } from './breaker';

const ENTRY_ID = '^[1-9][0-9]{0,17}$';
const MOST_IDS = 1_000;
const PROBLEMS = ['unreachable', 'temporary', 'refused', 'internal'] as const;
const NULLABLE_TEXT = { type: String, nullable: true } as const;
const NULLABLE_TIME = { type: String, format: 'date-time', nullable: true } as const;

/** How deliveries to MLflow go. */
export class MlflowHealthDto {
  /** `off`: no MLflow is configured. `down`: it does not answer, or takes nothing; deliveries wait. */
  @ApiProperty({ enum: ['off', 'ok', 'down'], example: 'ok' })
  state: 'off' | 'ok' | 'down';

  /**
   * How much MLflow still has to be told.
   * @example 0
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  depth: number;

  /** Since when the oldest of it waits; `null` when nothing does. */
  @ApiProperty({ ...NULLABLE_TIME, example: null })
  oldest: Date | null;

  /**
   * What kind of failure was the last; `null` when all is well since. `unreachable`: no answer. `temporary`: an answer that
   * people or time can change, such as wrong credentials. `refused`: one delivery was refused. `internal`: a bug here.
   */
  @ApiProperty({ type: String, enum: [...PROBLEMS, null], nullable: true, example: null })
  problem: (typeof PROBLEMS)[number] | null;
}

export class MlflowStatusDto extends MlflowHealthDto {
  /** What went wrong last; `null` when all is well since. */
  @ApiProperty({ ...NULLABLE_TEXT, example: null })
  lastError: string | null;

  /** Where people open MLflow; `null` when none is configured. */
  @ApiProperty({ ...NULLABLE_TEXT, example: 'https://mlflow.example.com' })
  publicUrl: string | null;

  /** The experiment in MLflow that everything is told to. */
  @ApiProperty({ ...NULLABLE_TEXT, example: 'prompt-registry' })
  experimentName: string | null;

  /** Where that is seen; `null` before the first delivery. */
  @ApiProperty({ ...NULLABLE_TEXT, example: 'https://mlflow.example.com/#/experiments/1/traces' })
  experimentUrl: string | null;

  /** MLflow's own version; `null` while it has not answered. */
  @ApiProperty({ ...NULLABLE_TEXT, example: '3.17.2' })
  serverVersion: string | null;

  /** `open`: after failures in a row nothing is sent for half a minute. `half_open`: one delivery finds out. */
  @ApiProperty({ enum: ['closed', 'open', 'half_open'], example: 'closed' })
  breaker: BreakerState;

  /**
   * Deliveries that were given up; see `GET /mlflow/dead-letters`.
   * @example 0
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  deadLetters: number;

  /**
   * Outcomes that this server has not told since it started, because their trace did not arrive within a day.
   * @example 0
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  waitedInVain: number;

  /** When `lastError` was. */
  @ApiProperty({ ...NULLABLE_TIME, example: null })
  lastErrorAt: Date | null;

  /** When this server last delivered something. */
  @ApiProperty({ ...NULLABLE_TIME, example: '2026-01-31T09:30:00.000Z' })
  lastDeliveredAt: Date | null;

  /** When assessments made in MLflow were last read back. */
  @ApiProperty({ ...NULLABLE_TIME, example: '2026-01-31T09:30:00.000Z' })
  lastSyncAt: Date | null;

  /** Up to which start of a trace they are read. */
  @ApiProperty({ ...NULLABLE_TIME, example: '2026-01-31T09:29:00.000Z' })
  syncedUntil: Date | null;

  /** Why the last reading did not come to its end; `null`: it did. */
  @ApiProperty({ ...NULLABLE_TEXT, example: null })
  lastSyncError: string | null;
}

/** A delivery that was given up. */
export class DeadLetterDto {
  /**
   * Names it when it is to be tried again.
   * @example "4711"
   */
  @ApiProperty({ pattern: ENTRY_ID })
  id: string;

  /** What it is about. */
  @ApiProperty({ enum: OUTBOX_TOPICS, example: 'trace' })
  topic: OutboxTopic;

  /**
   * Which one: the id of a trace or outcome, or the id of a prompt and a version or label.
   * @example "4bf92f3577b34da6a3ce929d0e0e4736"
   */
  reference: string;

  /**
   * When it began to wait.
   * @example "2026-01-30T09:30:00.000Z"
   */
  createdAt: Date;

  /**
   * When it was given up.
   * @example "2026-01-31T09:30:00.000Z"
   */
  deadAt: Date;

  /**
   * How often it was tried.
   * @example 5
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  attempts: number;

  /**
   * Why.
   * @example "POST /api/3.0/mlflow/traces was answered 400 INVALID_PARAMETER_VALUE"
   */
  lastError: string;
}

export class DeadLetterPageDto extends PageDto {
  /** Newest first. */
  items: DeadLetterDto[];
}

/** Which deliveries to try again. */
export class RedriveDto {
  /** These; all that were given up when absent. */
  @ApiPropertyOptional({
    type: 'array',
    minItems: 1,
    maxItems: MOST_IDS,
    items: { type: 'string', pattern: ENTRY_ID },
    example: ['4711'],
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_IDS)
  @Matches(new RegExp(ENTRY_ID), { each: true, message: 'each must be the id of a dead letter' })
  ids?: string[];
}

export class RedrivenDto {
  /**
   * How many are tried again.
   * @example 1
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  redriven: number;
}

/** A version as MLflow's prompt registry has it. */
export class MirroredVersionDto {
  /**
   * The version's number here.
   * @example 3
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /**
   * The prompt's name there, for `mlflow.genai.load_prompt`.
   * @example "specialists.energy_analyst"
   */
  mlflowName: string;

  /**
   * The version's number there.
   * @example "3"
   */
  mlflowVersion: string;

  /** Where it is seen; `null` when no MLflow is configured any more. */
  @ApiProperty({ ...NULLABLE_TEXT, example: null })
  url: string | null;

  /** The list of its uses there; `null` while MLflow was told of none. */
  @ApiProperty({
    ...NULLABLE_TEXT,
    example: 'https://mlflow.example.com/#/experiments/1/traces?startTimeLabel=ALL&tag=registry.version%3D3',
  })
  tracesUrl: string | null;
}

export class MirroredVersionListDto {
  /** Newest first. */
  items: MirroredVersionDto[];
}

export function toDeadLetterDto(entry: OutboxEntry): DeadLetterDto {
  const { id, topic, reference, createdAt, deadAt, attempts, lastError } = entry;
  return {
    id,
    topic,
    reference,
    createdAt,
    deadAt: deadAt ?? createdAt,
    attempts,
    lastError: lastError ?? '',
  };
}
