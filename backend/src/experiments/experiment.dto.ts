import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Optional } from '../versions/field-rules';
import { PlanDto } from './experiment-plan.dto';
import {
  BoundedNumber,
  MAX_HYPOTHESIS_LENGTH,
  MAX_VARIANTS,
  MIN_SHARE,
  Name,
  SLUG_NAME,
  SLUG_NAME_RULE,
} from './experiment-fields';

const MAX_VERSION = 2_147_483_647;
const LAYER_MODES = ['exclusive', 'shared'] as const;

export class VariantDto {
  /**
   * What the variant is called; unique within the experiment.
   * @example "control"
   */
  @ApiProperty({ type: String, pattern: SLUG_NAME })
  @Matches(new RegExp(SLUG_NAME), { message: SLUG_NAME_RULE })
  name: string;

  /**
   * The version of the prompt.
   * @example 3
   */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_VERSION })
  @IsInt()
  @Min(1)
  @Max(MAX_VERSION)
  version: number;

  /**
   * Its part of the conversations in the experiment; those of all variants sum to 1.
   * @example 0.5
   */
  @ApiProperty({ type: Number, minimum: MIN_SHARE, maximum: 1 })
  @IsNumber()
  @Min(MIN_SHARE)
  @Max(1)
  share: number;
}

export class LayerChoiceDto {
  /**
   * The layer's name; the first experiment that starts in it makes it.
   * @example "tone"
   */
  @ApiProperty({ type: String, pattern: SLUG_NAME })
  @Matches(new RegExp(SLUG_NAME), { message: SLUG_NAME_RULE })
  name: string;

  /** `exclusive`: no conversation is in two experiments of the layer. `shared`: all have one assignment. */
  @ApiProperty({ enum: LAYER_MODES, example: 'exclusive' })
  @IsIn(LAYER_MODES)
  mode: 'exclusive' | 'shared';

  /** Exclusive: how much of the layer to take, so that traffic can grow to it; `null` or absent = the traffic share. */
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: MIN_SHARE, maximum: 1, example: 0.5 })
  @IsOptional()
  @IsNumber()
  @Min(MIN_SHARE)
  @Max(1)
  share?: number | null;
}

const SHARE_OF_TRAFFIC = "Share of the prompt's conversations that are included.";
const VARIANTS = { type: [VariantDto] as [typeof VariantDto], minItems: 2, maxItems: MAX_VARIANTS };

export class CreateExperimentDto {
  @Name('What it is called, such as in the authorship of a promotion.')
  name: string;

  /**
   * What is expected, and why.
   * @example "Shorter steps are acted on more often"
   */
  @ApiPropertyOptional({ type: String, maxLength: MAX_HYPOTHESIS_LENGTH, default: '' })
  @Optional()
  @IsString()
  @MaxLength(MAX_HYPOTHESIS_LENGTH)
  hypothesis?: string;

  /** The versions on trial; the first is the control. */
  @ApiProperty(VARIANTS)
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(MAX_VARIANTS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => VariantDto)
  variants: VariantDto[];

  @BoundedNumber({ description: SHARE_OF_TRAFFIC, minimum: MIN_SHARE, maximum: 1, default: 1, example: 0.5 })
  trafficShare?: number;

  /** The hash space to share with experiments of other prompts. */
  @ApiPropertyOptional({ type: LayerChoiceDto })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => LayerChoiceDto)
  layer?: LayerChoiceDto;

  /** How it is evaluated. */
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => PlanDto)
  plan: PlanDto;
}

/** What is absent stays as it is. A running experiment lets only its traffic share grow. */
export class UpdateExperimentDto {
  @Name('What it is called.', { optional: true })
  name?: string;

  /**
   * What is expected, and why.
   * @example "Shorter steps are acted on more often"
   */
  @ApiPropertyOptional({ type: String, maxLength: MAX_HYPOTHESIS_LENGTH })
  @Optional()
  @IsString()
  @MaxLength(MAX_HYPOTHESIS_LENGTH)
  hypothesis?: string;

  /** All versions on trial; the first is the control. */
  @ApiPropertyOptional(VARIANTS)
  @Optional()
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(MAX_VARIANTS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => VariantDto)
  variants?: VariantDto[];

  @BoundedNumber({ description: SHARE_OF_TRAFFIC, minimum: MIN_SHARE, maximum: 1, example: 0.5 })
  trafficShare?: number;

  /** The hash space to share with experiments of other prompts; `null`: none. */
  @ApiProperty({
    // In line, because a reference cannot say `nullable`.
    type: 'object',
    properties: {
      name: { type: 'string', pattern: SLUG_NAME },
      mode: { type: 'string', enum: [...LAYER_MODES] },
      share: { type: 'number', nullable: true, minimum: MIN_SHARE, maximum: 1 },
    },
    additionalProperties: false,
    required: ['name', 'mode'],
    selfRequired: false,
    nullable: true,
    example: { name: 'tone', mode: 'exclusive', share: 0.5 },
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => LayerChoiceDto)
  layer?: LayerChoiceDto | null;

  /** The whole plan: what is left out of it has its default. */
  @ApiPropertyOptional({ type: PlanDto })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => PlanDto)
  plan?: PlanDto;
}
