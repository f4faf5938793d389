import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsObject, Matches, ValidateIf, ValidateNested } from 'class-validator';
import { Optional } from '../versions/field-rules';
import { Reason, SLUG_NAME, SLUG_NAME_RULE } from './experiment-fields';

export class ParityWaiverDto {
  @Reason('Why the variants may differ in what callers rely on.', 'Every caller passes both variables', {
    required: true,
  })
  reason: string;
}

export class StartExperimentDto {
  /**
   * Starts although the variants are not exchangeable for callers: another type, more, fewer or other variables or placeholders,
   * another output schema. Recorded with what differs.
   */
  @ApiPropertyOptional({ type: ParityWaiverDto })
  @Optional()
  @IsObject({ message: 'must be an object: {"reason": "why the variants may differ"}' })
  @ValidateNested()
  @Type(() => ParityWaiverDto)
  parityOverride?: ParityWaiverDto;
}

export class ReasonDto {
  @Reason('Why.', 'The model provider has an incident')
  reason?: string;
}

export class StopExperimentDto {
  @Reason('Why.', 'The new wording gives wrong units', { required: true })
  reason: string;

  /**
   * Also for the conversations that are in the experiment: they get what the prompt served when they began.
   * @example false
   */
  @ApiPropertyOptional({ type: Boolean, default: false })
  @Optional()
  @IsBoolean()
  immediate?: boolean;
}

export class CompleteExperimentDto {
  /** The variant that won; `null`: none did. */
  @ApiProperty({ type: String, nullable: true, pattern: SLUG_NAME, example: 'shorter' })
  // `null` is an answer, absent is not.
  @ValidateIf((_, value) => value !== null)
  @Matches(new RegExp(SLUG_NAME), { message: SLUG_NAME_RULE })
  winner: string | null;

  @Reason('What was learnt: why it is completed.', 'Shorter steps are acted on more often', {
    required: true,
  })
  conclusion: string;

  /**
   * Promotes the winner in the same change.
   * @example false
   */
  @ApiPropertyOptional({ type: Boolean, default: false })
  @Optional()
  @IsBoolean()
  promote?: boolean;
}

export class PromoteExperimentDto {
  @Reason('Why; of a promotion the conclusion when absent.', 'Agreed in the weekly review')
  reason?: string;

  /**
   * Goes on although what the prompt serves has changed meanwhile.
   * @example false
   */
  @ApiPropertyOptional({ type: Boolean, default: false })
  @Optional()
  @IsBoolean()
  approve?: boolean;
}
