import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { MOST_ITEMS } from './batch-input';
import { MOMENT, TRACE_ID, UUID } from './item-reader';
import { OUTCOME_ID, OUTCOME_LIMITS } from './outcome-input';

// These classes document the fast handlers; `outcome-input.ts` is what checks outcomes, so nothing here validates.

/** The other subject's members may be there with `null`: clients have one structure for all outcomes. */
const ABSENT = { type: 'string' as const, nullable: true, enum: [null] };

class ValueDto {
  /**
   * Made by the client: sending it again stores it once.
   * @example "b7ad6b7169203331"
   */
  @ApiProperty({ type: String, pattern: OUTCOME_ID })
  id: string;

  /**
   * The name of a registered metric whose values are recorded.
   * @example "confidence"
   */
  @ApiProperty({ type: String, minLength: 1, maxLength: OUTCOME_LIMITS.metric })
  metric: string;

  /**
   * Within the metric's range; 0 or 1 for a binary metric. Between -1e15 and 1e15 where the metric has no limits.
   * @example 0.8
   */
  @ApiProperty({ type: Number, minimum: -OUTCOME_LIMITS.value, maximum: OUTCOME_LIMITS.value })
  value: number;

  /**
   * When it happened, with its offset; at most 5 minutes in the future.
   * @example "2026-01-31T09:34:10.000Z"
   */
  @ApiProperty({ type: String, format: 'date-time', pattern: MOMENT, maxLength: 64 })
  occurredAt: string;
}

/** A metric's value for one use of a prompt. */
export class OutcomeOfTraceDto extends ValueDto {
  /**
   * The trace that it is about; it may arrive later.
   * @example "4bf92f3577b34da6a3ce929d0e0e4736"
   */
  @ApiProperty({ type: String, pattern: TRACE_ID })
  traceId: string;

  /** Absent or `null`. */
  @ApiPropertyOptional(ABSENT)
  conversationId?: null;

  /** Absent or `null`. */
  @ApiPropertyOptional(ABSENT)
  experimentId?: null;
}

/** A metric's value for a conversation in an experiment. */
export class OutcomeOfConversationDto extends ValueDto {
  /**
   * The conversation that it is about.
   * @example "conv-8f14e45f"
   */
  @ApiProperty({ type: String, minLength: 1, maxLength: OUTCOME_LIMITS.conversationId })
  conversationId: string;

  /**
   * The experiment that it counts in.
   * @example "0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77"
   */
  @ApiProperty({ type: String, format: 'uuid', pattern: UUID })
  experimentId: string;

  /** Absent or `null`. */
  @ApiPropertyOptional(ABSENT)
  traceId?: null;
}

export class RecordOutcomesDto {
  /** Each is taken or rejected by itself. */
  @ApiProperty({
    type: 'array',
    items: {
      oneOf: [{ $ref: getSchemaPath(OutcomeOfTraceDto) }, { $ref: getSchemaPath(OutcomeOfConversationDto) }],
    },
    minItems: 1,
    maxItems: MOST_ITEMS,
  })
  outcomes: Array<OutcomeOfTraceDto | OutcomeOfConversationDto>;
}
