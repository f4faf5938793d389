import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsNumber,
  IsObject,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  BoundedNumber,
  EachMetric,
  Expected,
  MAX_METRICS,
  MAX_VARIANTS,
  Metric,
  METRIC_NAME,
  MIN_SHARE,
  Minutes,
  Units,
} from '../experiments/experiment-fields';
import { PLAN_DEFAULTS, TEST_MODES } from '../experiments/experiment-plan';
import { Optional } from '../versions/field-rules';

const LARGEST = 1_000_000_000;
const SMALLEST_EFFECT = 0.000001;
const MOST_EFFECTS = 20;
const MAX_NAME = 200;
const EVEN_SHARES = [0.5, 0.5];

export class PlannedGuardDto {
  @Metric('The metric that must not get worse.', 'latency')
  metric: string;

  /**
   * By how much it may get worse at most, in its unit; absent = the metric's own margin.
   * @example 250
   */
  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: LARGEST })
  @Optional()
  @IsNumber()
  @Min(0)
  @Max(LARGEST)
  margin?: number;
}

/** An experiment that one thinks of. */
export class PlanPreviewRequestDto {
  /**
   * The prompt's id or name: its recent traffic is what the plan is computed from.
   * @example "specialists/energy_analyst"
   */
  @ApiProperty({ minLength: 1, maxLength: MAX_NAME })
  @IsString()
  @Length(1, MAX_NAME)
  prompt: string;

  @Metric('The metric that is to decide.', 'user_actioned')
  primaryMetric: string;

  /** The smallest differences worth knowing, in the primary metric's unit; each gets its own plan. */
  @ApiProperty({
    type: 'array',
    minItems: 1,
    maxItems: MOST_EFFECTS,
    uniqueItems: true,
    items: { type: 'number', minimum: SMALLEST_EFFECT, maximum: LARGEST },
    example: [0.03, 0.05, 0.1],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_EFFECTS)
  @ArrayUnique()
  @IsNumber({}, { each: true })
  @Min(SMALLEST_EFFECT, { each: true })
  @Max(LARGEST, { each: true })
  minimumDetectableEffects: number[];

  /** Further metrics that can decide. */
  @ApiPropertyOptional({
    type: 'array',
    maxItems: MAX_METRICS,
    uniqueItems: true,
    items: { type: 'string', pattern: METRIC_NAME },
    default: [],
    example: [],
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(MAX_METRICS)
  @ArrayUnique()
  @EachMetric()
  secondaryMetrics?: string[];

  /** Metrics that must not get worse. */
  @ApiPropertyOptional({ type: [PlannedGuardDto], maxItems: MAX_METRICS })
  @Optional()
  @IsArray()
  @ArrayMaxSize(MAX_METRICS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PlannedGuardDto)
  guardrails?: PlannedGuardDto[];

  /** Of the variants, the control first; they sum to 1. */
  @ApiPropertyOptional({
    type: 'array',
    minItems: 2,
    maxItems: MAX_VARIANTS,
    items: { type: 'number', minimum: MIN_SHARE, maximum: 1 },
    default: EVEN_SHARES,
    example: EVEN_SHARES,
  })
  @Optional()
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(MAX_VARIANTS)
  @IsNumber({}, { each: true })
  @Min(MIN_SHARE, { each: true })
  @Max(1, { each: true })
  shares?: number[];

  @BoundedNumber({
    description: "Share of the prompt's conversations that are included.",
    minimum: MIN_SHARE,
    maximum: 1,
    default: 1,
    example: 0.5,
  })
  trafficShare?: number;

  @BoundedNumber({
    description: 'Chance of seeing a difference where there is none.',
    minimum: 0.001,
    maximum: 0.1,
    default: PLAN_DEFAULTS.alpha,
    example: 0.05,
  })
  alpha?: number;

  @BoundedNumber({
    description: 'Chance of seeing a difference as large as the effect.',
    minimum: 0.5,
    maximum: 0.99,
    default: PLAN_DEFAULTS.power,
    example: 0.8,
  })
  power?: number;

  /** Which test decides. */
  @ApiPropertyOptional({ enum: TEST_MODES, default: PLAN_DEFAULTS.mode, example: 'hybrid' })
  @Optional()
  @IsIn(TEST_MODES)
  mode?: (typeof TEST_MODES)[number];

  @Minutes('It is completed by then, decided or not.', PLAN_DEFAULTS.maximumRuntimeMinutes, 1)
  maximumRuntimeMinutes?: number;

  @Minutes('How long after its assignment a conversation is settled.', PLAN_DEFAULTS.windowMinutes, 1)
  windowMinutes?: number;

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
}
