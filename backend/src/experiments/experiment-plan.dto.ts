import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsNumber,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { Optional } from '../versions/field-rules';
import {
  BoundedNumber,
  EachMetric,
  Expected,
  MAX_METRICS,
  Metric,
  METRIC_NAME,
  Minutes,
  Units,
} from './experiment-fields';
import { PLAN_DEFAULTS, PROMOTE_RULES, TEST_MODES } from './experiment-plan';

const LARGEST = 1_000_000_000;
const SMALLEST_EFFECT = 0.000001;
/** For request and answer. */
export const MISSING_COMPONENT = {
  oneOf: [
    { type: 'string', enum: ['exclude'] },
    { type: 'number', minimum: 0, maximum: 1 },
  ],
};
const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

export class GuardrailDto {
  @Metric('The metric that must not get worse.', 'latency')
  metric: string;

  /** By how much it may get worse at most, in its unit; `null` or absent = the metric's own margin. */
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, maximum: LARGEST, example: 250 })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(LARGEST)
  margin?: number | null;
}

/** How the parts of `insight_quality` are weighed; they sum to 1. */
export class InsightQualityWeightsDto {
  /**
   * Of the agent's own confidence.
   * @example 0.3
   */
  @ApiProperty({ type: Number, minimum: 0, maximum: 1 })
  @IsNumber()
  @Min(0)
  @Max(1)
  confidence: number;

  /**
   * Of whether the user acted on the insight.
   * @example 0.4
   */
  @ApiProperty({ type: Number, minimum: 0, maximum: 1 })
  @IsNumber()
  @Min(0)
  @Max(1)
  user_actioned: number;

  /**
   * Of the architect agent's rating.
   * @example 0.3
   */
  @ApiProperty({ type: Number, minimum: 0, maximum: 1 })
  @IsNumber()
  @Min(0)
  @Max(1)
  architect_satisfaction: number;
}

/** What will be measured, how sure one wants to be, and when it ends. What is left out has a default. */
export class PlanDto {
  @Metric('The metric that decides.', 'insight_quality')
  primaryMetric: string;

  /** Further metrics that can decide, at the price of more conversations. */
  @ApiPropertyOptional({
    type: 'array',
    maxItems: MAX_METRICS,
    uniqueItems: true,
    items: { type: 'string', pattern: METRIC_NAME },
    default: [],
    example: ['user_actioned'],
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(MAX_METRICS)
  @ArrayUnique()
  @EachMetric()
  secondaryMetrics?: string[];

  /** Metrics that must not get worse, each once. */
  @ApiPropertyOptional({ type: [GuardrailDto], maxItems: MAX_METRICS })
  @Optional()
  @IsArray()
  @ArrayMaxSize(MAX_METRICS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => GuardrailDto)
  guardrails?: GuardrailDto[];

  @BoundedNumber({
    description: 'Chance of seeing a difference where there is none, over all deciding metrics.',
    minimum: 0.001,
    maximum: 0.1,
    default: PLAN_DEFAULTS.alpha,
    example: 0.05,
  })
  alpha?: number;

  @BoundedNumber({
    description: 'Chance of seeing a difference as large as the minimum detectable effect.',
    minimum: 0.5,
    maximum: 0.99,
    default: PLAN_DEFAULTS.power,
    example: 0.8,
  })
  power?: number;

  /**
   * The smallest difference worth knowing, in the primary metric's unit.
   * @example 0.03
   */
  @ApiProperty({ type: Number, minimum: SMALLEST_EFFECT, maximum: LARGEST })
  @IsNumber()
  @Min(SMALLEST_EFFECT)
  @Max(LARGEST)
  minimumDetectableEffect: number;

  @Minutes('It is not completed earlier.', PLAN_DEFAULTS.minimumRuntimeMinutes)
  minimumRuntimeMinutes?: number;

  @Minutes('It is completed by then, decided or not.', PLAN_DEFAULTS.maximumRuntimeMinutes, 1)
  maximumRuntimeMinutes?: number;

  @Minutes('How long after its assignment a conversation is settled.', PLAN_DEFAULTS.windowMinutes, 1)
  windowMinutes?: number;

  @Minutes('How much longer its last outcomes are waited for.', PLAN_DEFAULTS.graceMinutes)
  graceMinutes?: number;

  @Units('Settled conversations of each variant before anything is tested.', PLAN_DEFAULTS.minimumUnits)
  minimumUnits?: number;

  @Units('Settled conversations in all, at most; `null` or absent = what the effect asks for.', null)
  maximumUnits?: number | null;

  @Expected(
    'What the primary metric is without the change, in its unit. Used only while the prompt has fewer than 50 conversations with it.',
    0.3,
    [-LARGEST, LARGEST],
  )
  expectedMean?: number | null;

  @Expected(
    'How much conversations differ in the primary metric, in its unit; of a binary one it follows from the mean. Used as the mean is.',
    0.2,
    [SMALLEST_EFFECT, LARGEST],
  )
  expectedStandardDeviation?: number | null;

  /** Which test decides: a planned boundary, an anytime-valid process, or both. */
  @ApiPropertyOptional({ enum: TEST_MODES, default: PLAN_DEFAULTS.mode, example: 'hybrid' })
  @Optional()
  @IsIn(TEST_MODES)
  mode?: (typeof TEST_MODES)[number];

  /** What happens by itself when a variant has won: nothing, or it is promoted. */
  @ApiPropertyOptional({ enum: PROMOTE_RULES, default: PLAN_DEFAULTS.promote, example: 'none' })
  @Optional()
  @IsIn(PROMOTE_RULES)
  promote?: (typeof PROMOTE_RULES)[number];

  /**
   * A person must agree before a winner is promoted.
   * @example false
   */
  @ApiPropertyOptional({ type: Boolean, default: PLAN_DEFAULTS.approval })
  @Optional()
  @IsBoolean()
  approval?: boolean;

  @Minutes('How long a verdict must stand before it completes the experiment.', PLAN_DEFAULTS.holdMinutes)
  holdMinutes?: number;

  /** Only matters to the metric `insight_quality`. */
  @ApiPropertyOptional({ type: InsightQualityWeightsDto })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => InsightQualityWeightsDto)
  insightQualityWeights?: InsightQualityWeightsDto;

  /** A conversation without a part of `insight_quality`: left out, or this value instead of the part. */
  @ApiPropertyOptional({ ...MISSING_COMPONENT, default: PLAN_DEFAULTS.missingComponent, example: 'exclude' })
  @Optional()
  @ValidateBy({
    name: 'missingComponent',
    validator: {
      validate: (value: unknown) => value === 'exclude' || isShare(value),
      defaultMessage: () => 'must be "exclude" or a number from 0 to 1',
    },
  })
  missingComponent?: 'exclude' | number;
}
