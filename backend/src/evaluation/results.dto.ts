import { ApiProperty } from '@nestjs/swagger';
import type { Results } from '@prompt-registry/statistics';
import { EXPERIMENT_STATUSES, type ExperimentStatus } from '../experiments/experiment-transition';
import { EvaluationReasonDto } from './evaluation.dto';
import { VERDICTS } from './evaluation-verdict';
import { READ_OUT } from './read-out.schema';

/** How one variant was met. */
export class FunnelVariantDto {
  /**
   * Its name.
   * @example "control"
   */
  name: string;

  /** Answers that named it. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 1220 })
  resolved: number;

  /** Conversations with a trace of it that counts. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 421 })
  exposed: number;
}

/** What became of the conversations that met the experiment. */
export class FunnelDto {
  /**
   * Answers that named a variant: as counted by agents and servers, so that a conversation that asks twice counts twice. At most about
   * half a minute behind. 0 with exposed conversations: who served them does not count, or did so before this was counted.
   * @example 2410
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  resolved: number;

  /** Both by variant, in the experiment's order. */
  @ApiProperty({ type: [FunnelVariantDto] })
  variants: FunnelVariantDto[];

  /**
   * Conversations with a trace that counts.
   * @example 840
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  exposed: number;

  /**
   * Of these, those whose window has closed.
   * @example 800
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  settled: number;

  /**
   * Of these, those in the figures.
   * @example 797
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  counted: number;

  /** Settled and not in the figures, by reason. */
  @ApiProperty({
    type: 'object',
    required: ['mixed', 'late', 'other'],
    selfRequired: true,
    additionalProperties: false,
    properties: {
      mixed: { type: 'integer', description: 'Seen in more than one variant.' },
      late: { type: 'integer', description: 'Due after the maximum runtime.' },
      other: { type: 'integer' },
    },
    example: { mixed: 2, late: 0, other: 1 },
  })
  leftOut: { mixed: number; late: number; other: number };

  /** Traces of the experiment that are kept without counting, by flag. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { hash_mismatch: 3 } })
  flaggedTraces: Readonly<Record<string, number>>;
}

/** What a plan lacks that has no room for the conversations that its effect takes. */
export class UnderpoweredDto {
  /** Units of the control and one variant together that the plan's minimum detectable effect takes at most for its power. */
  @ApiProperty({ type: 'integer', minimum: 1, example: 780 })
  neededUnits: number;

  /**
   * The chance that this effect is found with `horizonUnits` instead, by what was known at the start.
   * @example 0.31
   */
  power: number;

  /**
   * The effect that these find with the power of the plan, about, on the analysed scale.
   * @example 0.237
   */
  effectFound: number;
}

/** What would end the experiment, as far as one can tell. */
export class OutlookDto {
  /**
   * Conversations a day that entered so far; `null` on the first day, until there are 100.
   * @example 118.5
   */
  @ApiProperty({ type: Number, nullable: true })
  conversationsPerDay: number | null;

  /**
   * Units of the control and one variant together until the planned test ends; `null` where there is none.
   * @example 1240
   */
  @ApiProperty({ type: 'integer', nullable: true })
  horizonUnits: number | null;

  /**
   * Set when `horizonUnits` are fewer than the plan's effect takes for its power, because its maximum runtime or its maximum of
   * units has no room for more. `null`: they are enough, or how many it takes was not known at the start.
   */
  @ApiProperty({ type: UnderpoweredDto, nullable: true })
  underpowered: UnderpoweredDto | null;

  /**
   * Days until it ends at the latest: at the horizon at this pace, or with its maximum runtime; `null` when it is over.
   * @example 6.5
   */
  @ApiProperty({ type: Number, nullable: true })
  daysLeft: number | null;

  /**
   * When its maximum runtime ends.
   * @example "2026-02-28T09:30:00.000Z"
   */
  endsAtLatest: Date;
}

/** Where an experiment stands. */
export class ExperimentResultsDto {
  /**
   * The experiment's id.
   * @example "0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77"
   */
  @ApiProperty({ type: String, format: 'uuid' })
  experimentId: string;

  /** Where in its life it is. */
  @ApiProperty({ type: String, enum: EXPERIMENT_STATUSES, example: 'running' })
  status: ExperimentStatus;

  /** What the figures say; `null` before the first evaluation. */
  @ApiProperty({ type: String, enum: [...VERDICTS, null], nullable: true, example: 'running' })
  verdict: string | null;

  /** Why, and what keeps it from ending. */
  @ApiProperty({ type: [EvaluationReasonDto] })
  reasons: readonly EvaluationReasonDto[];

  /** When it was last evaluated; `null`: never. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-02-03T09:30:00.000Z' })
  evaluatedAt: Date | null;

  /** Whether it is on trial and the schedule has missed it for long. @example false */
  overdue: boolean;

  /** The figures; `null` before the first evaluation. */
  @ApiProperty(READ_OUT)
  readOut: Results | null;

  /** What became of the conversations; `null` for a draft. */
  @ApiProperty({ type: FunnelDto, nullable: true })
  funnel: FunnelDto | null;

  /** What is left to do; `null` before the first evaluation. */
  @ApiProperty({ type: OutlookDto, nullable: true })
  outlook: OutlookDto | null;
}
