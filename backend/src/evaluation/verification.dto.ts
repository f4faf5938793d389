import { ApiProperty } from '@nestjs/swagger';

/** Whether an experiment's statistics and decision are what its stored conversations come to. */
export class VerificationDto {
  /**
   * Nothing is wrong.
   * @example true
   */
  verified: boolean;

  /** Assignments and settlements that were counted again. */
  @ApiProperty({ type: 'integer', example: 4_102 })
  events: number;

  /** Conversations that are analysed. */
  @ApiProperty({ type: 'integer', example: 2_043 })
  units: number;

  /** Whether the statistics are the same to the last bit; `null`: the experiment was never evaluated. */
  @ApiProperty({ type: Boolean, nullable: true, example: true })
  stateIdentical: boolean | null;

  /** Whether the decision that is kept follows from them; `null`: there is none. */
  @ApiProperty({ type: Boolean, nullable: true, example: null })
  decisionIdentical: boolean | null;

  /**
   * What is wrong, one sentence each.
   * @example []
   */
  problems: string[];
}
