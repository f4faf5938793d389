import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PROMOTE_RULES, TEST_MODES } from './experiment-plan';
import { InsightQualityWeightsDto, MISSING_COMPONENT } from './experiment-plan.dto';

export class PlannedGuardrailDto {
  /**
   * The metric that must not get worse.
   * @example "latency"
   */
  metric: string;

  /** By how much it may get worse at most; `null` = the metric's own margin. */
  @ApiProperty({ type: Number, nullable: true, example: 250 })
  margin: number | null;
}

const minutes = (example: number) => ({ type: 'integer', example }) as const;

/** A plan with every default written out. */
export class ExperimentPlanDto {
  /**
   * The metric that decides.
   * @example "insight_quality"
   */
  primaryMetric: string;

  /** Further metrics that can decide. */
  @ApiProperty({ type: [String], example: ['user_actioned'] })
  secondaryMetrics: readonly string[];

  /** Metrics that must not get worse. */
  @ApiProperty({ type: [PlannedGuardrailDto] })
  guardrails: readonly PlannedGuardrailDto[];

  /**
   * Chance of seeing a difference where there is none.
   * @example 0.05
   */
  alpha: number;

  /**
   * Chance of seeing a difference as large as the minimum detectable effect.
   * @example 0.8
   */
  power: number;

  /**
   * The smallest difference worth knowing, in the primary metric's unit.
   * @example 0.03
   */
  minimumDetectableEffect: number;

  /** It is not completed earlier. */
  @ApiProperty(minutes(1_440))
  minimumRuntimeMinutes: number;

  /** It is completed by then. */
  @ApiProperty(minutes(40_320))
  maximumRuntimeMinutes: number;

  /** How long after its assignment a conversation is settled. */
  @ApiProperty(minutes(1_440))
  windowMinutes: number;

  /** How much longer its last outcomes are waited for. */
  @ApiProperty(minutes(5))
  graceMinutes: number;

  /** Settled conversations of each variant before anything is tested. */
  @ApiProperty({ type: 'integer', example: 30 })
  minimumUnits: number;

  /** Settled conversations in all, at most; `null` = what the effect asks for. */
  @ApiProperty({ type: 'integer', nullable: true, example: 2_000 })
  maximumUnits: number | null;

  /** What the primary metric was expected to be; absent in plans from before there was this. */
  @ApiPropertyOptional({ type: Number, nullable: true, example: null })
  expectedMean?: number | null;

  /** How much conversations were expected to differ in it. */
  @ApiPropertyOptional({ type: Number, nullable: true, example: null })
  expectedStandardDeviation?: number | null;

  /** Which test decides. */
  @ApiProperty({ enum: TEST_MODES, example: 'hybrid' })
  mode: (typeof TEST_MODES)[number];

  /** What happens by itself when a variant has won. */
  @ApiProperty({ enum: PROMOTE_RULES, example: 'none' })
  promote: (typeof PROMOTE_RULES)[number];

  /**
   * A person must agree before a winner is promoted.
   * @example false
   */
  approval: boolean;

  /** How long a verdict must stand. */
  @ApiProperty(minutes(0))
  holdMinutes: number;

  /** How the parts of `insight_quality` are weighed. */
  insightQualityWeights: InsightQualityWeightsDto;

  /** A conversation without a part of `insight_quality`: left out, or this value instead. */
  @ApiProperty({ ...MISSING_COMPONENT, example: 'exclude' })
  missingComponent: 'exclude' | number;
}
