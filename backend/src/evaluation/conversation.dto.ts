import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { EXPERIMENT_STATUSES, type ExperimentStatus } from '../experiments/experiment-transition';

const LONGEST = 200;
export const SETTLEMENT_STATES = ['waiting', 'due', 'settled', 'left_out', 'never'] as const;
/** Where a conversation stands in an experiment. */
export type SettlementState = (typeof SETTLEMENT_STATES)[number];

/** Which conversation. In the query, because an id may be any text, also one that is no part of a path. */
export class ConversationQueryDto {
  /**
   * The conversation's id.
   * @example "conv-8f14e45f"
   */
  @ApiProperty({ type: String, minLength: 1, maxLength: LONGEST })
  @IsString()
  @Length(1, LONGEST)
  conversationId: string;
}

/** What an experiment made of a conversation. */
export class ConversationExperimentDto {
  /**
   * The experiment's id.
   * @example "0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77"
   */
  @ApiProperty({ type: String, format: 'uuid' })
  experimentId: string;

  /**
   * What it is called.
   * @example "shorter steps"
   */
  experimentName: string;

  /** Where in its life it is. */
  @ApiProperty({ type: String, enum: EXPERIMENT_STATUSES, example: 'running' })
  status: ExperimentStatus;

  /**
   * The prompt's name.
   * @example "specialists/energy_analyst"
   */
  promptName: string;

  /**
   * The variant that it was exposed to first.
   * @example "control"
   */
  variant: string;

  /**
   * When it was assigned.
   * @example "2026-01-31T09:30:00.000Z"
   */
  assignedAt: Date;

  /**
   * When it is settled: what is known then counts.
   * @example "2026-02-01T09:45:00.000Z"
   */
  settlementDueAt: Date;

  /** `waiting`: outcomes still count. `due`: the next evaluation settles it. `left_out`: settled, and counts nowhere. `never`: the experiment ended first. */
  @ApiProperty({ type: String, enum: SETTLEMENT_STATES, example: 'settled' })
  state: SettlementState;

  /** Why it is left out; `null`: it is not. */
  @ApiProperty({ type: String, nullable: true, example: 'mixed' })
  leftOutBecause: string | null;

  /** When it was settled; `null`: it was not. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-02-01T09:50:00.000Z' })
  settledAt: Date | null;
}

/** A value that arrived for one of its traces, or for all of it. */
export class ConversationOutcomeDto {
  /** The trace, 32 hex digits; `null`: it is said of the conversation. */
  @ApiProperty({ type: String, nullable: true, example: '4bf92f3577b34da6a3ce929d0e0e4736' })
  traceId: string | null;

  /** In which experiment it was said of the conversation; `null`: it is said of a trace. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null })
  experimentId: string | null;

  /**
   * The metric.
   * @example "confidence"
   */
  metric: string;

  /**
   * The value.
   * @example 0.82
   */
  value: number;

  /**
   * When it was measured, by the client's clock.
   * @example "2026-01-31T09:31:00.000Z"
   */
  occurredAt: Date;

  /** Who told it: a client, or an assessment in MLflow. */
  @ApiProperty({ enum: ['api', 'mlflow'], example: 'api' })
  source: 'api' | 'mlflow';
}

/** What experiments made of a conversation, and what came of it. Its traces are listed by `listTraces`. */
export class ConversationDto {
  /**
   * The conversation's id.
   * @example "conv-8f14e45f"
   */
  conversationId: string;

  /**
   * How many traces are kept of it; 0: none, or none any more.
   * @example 4
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  traces: number;

  /** When the first started; `null`: there is none. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-01-31T09:30:00.000Z' })
  firstAt: Date | null;

  /** When the last started; `null`: there is none. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-01-31T09:34:00.000Z' })
  lastAt: Date | null;

  /** Those that it was exposed in, by when it was assigned. */
  experiments: ConversationExperimentDto[];

  /** Oldest first, of the first 1,000 traces; the first 1,000. */
  outcomes: ConversationOutcomeDto[];
}
