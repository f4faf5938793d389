import { ApiProperty } from '@nestjs/swagger';
import { SPREAD_BASES, type SpreadBasis } from './known-spread';

/** Why an effect is not found in time, or nobody knows. */
export const PLAN_REFUSALS = [
  'no_traffic',
  'minimum_units_unreachable',
  'horizon_unreachable',
  'maximum_units_too_few',
  'spread_unknown',
  'effect_impossible',
] as const;

/** What is known of a metric from the prompt's recent traffic. */
export class MetricBaselineDto {
  /**
   * The metric.
   * @example "user_actioned"
   */
  metric: string;

  /** With a value. */
  @ApiProperty({ type: 'integer', example: 412 })
  conversations: number;

  /**
   * Over conversations, in its unit.
   * @example 0.31
   */
  mean: number;

  /**
   * Over conversations, in its unit.
   * @example 0.46
   */
  standardDeviation: number;
}

/** A further metric that is not shown as finely as asked for, because too many conversations would be needed. */
export class CoarseMetricDto {
  /**
   * A guardrail, or a further metric that can decide.
   * @example "latency"
   */
  metric: string;

  /**
   * The margin or effect asked for, in its unit.
   * @example 5
   */
  asked: number;

  /**
   * The one that so many conversations show.
   * @example 41.3
   */
  shown: number;
}

/** What decides how many conversations a plan asks for. */
export class SizingMetricDto {
  /**
   * The primary metric, or a further one that needs more.
   * @example "user_actioned"
   */
  metric: string;

  /**
   * The effect, or a guardrail's margin, in its unit.
   * @example 0.05
   */
  asked: number;

  /** What the maximum runtime, or the maximum of units, finds or shows of it; `null` without traffic and such a limit. */
  @ApiProperty({ type: Number, nullable: true, example: 0.043 })
  reachable: number | null;
}

/** What one effect asks for. */
export class EffectPlanDto {
  /**
   * The smallest difference worth knowing.
   * @example 0.05
   */
  minimumDetectableEffect: number;

  /** Settled conversations in all, at most: those of the variants together; `null` when the spread is not known. */
  @ApiProperty({ type: 'integer', nullable: true, minimum: 0, example: 2_650 })
  units: number | null;

  /** Of each variant, the control first; `null` when the spread is not known. */
  @ApiProperty({ type: 'array', nullable: true, items: { type: 'integer' }, example: [1_325, 1_325] })
  unitsByVariant: readonly number[] | null;

  /** How many the prompt needs a day to be decided within the maximum runtime; `null` when nothing is settled by then. */
  @ApiProperty({ type: Number, nullable: true, example: 98.3 })
  conversationsPerDayNeeded: number | null;

  /**
   * Days until it is decided at the latest, the window included; `null` without traffic.
   * @example 12.4
   */
  @ApiProperty({ type: Number, nullable: true })
  days: number | null;

  /**
   * Days it takes on average when the effect is as large as this; `null` without traffic, and when the spread is not known.
   * @example 8.2
   */
  @ApiProperty({ type: Number, nullable: true })
  expectedDays: number | null;

  /** The metric that asks for the most conversations; `null` when there is no plan. */
  @ApiProperty({ type: SizingMetricDto, nullable: true })
  sizedBy: SizingMetricDto | null;

  /** Further metrics that it does not wait for as long as they would take. */
  @ApiProperty({ type: [CoarseMetricDto] })
  coarse: readonly CoarseMetricDto[];

  /** Why no decision is possible in the maximum runtime, or nobody knows; `null`: one is. */
  @ApiProperty({
    type: 'object',
    nullable: true,
    required: ['code', 'message'],
    selfRequired: true,
    additionalProperties: false,
    properties: { code: { type: 'string', enum: [...PLAN_REFUSALS] }, message: { type: 'string' } },
    example: null,
  })
  refusal: { code: (typeof PLAN_REFUSALS)[number]; message: string } | null;
}

/** What an experiment would ask for. */
export class PlanPreviewDto {
  /**
   * Conversations that the prompt had in its last 28 days, as far as they were looked at.
   * @example 2143
   */
  @ApiProperty({ type: 'integer' })
  conversations: number;

  /**
   * Days since the first of them.
   * @example 10
   */
  days: number;

  /**
   * Of these conversations, what the plans count on. Where they are of less than a day, as many again every day, and within a shorter
   * maximum runtime no more than these, at their pace.
   * @example 214.3
   */
  conversationsPerDay: number;

  /** What is known of the metrics; one that is missing here has too few values. */
  @ApiProperty({ type: [MetricBaselineDto] })
  baselines: readonly MetricBaselineDto[];

  /**
   * What the units rest on: the spread of the primary metric as it was `measured` in that traffic, as it is `expected`, or the
   * `widest` one that its bounds allow, with which fewer conversations may do; `unknown`: there is no plan, because nobody knows.
   */
  @ApiProperty({ enum: SPREAD_BASES, example: 'measured' })
  basis: SpreadBasis;

  /** Further metrics that were never measured: the plan waits for none of them. */
  @ApiProperty({ type: [String], example: [] })
  unsized: readonly string[];

  /** In the order of the effects asked for. */
  @ApiProperty({ type: [EffectPlanDto] })
  plans: readonly EffectPlanDto[];
}
