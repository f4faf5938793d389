import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MOST_ITEMS } from './batch-input';
import { MOMENT, TRACE_ID, UUID } from './item-reader';
import { HASH_PATTERN, TRACE_LIMITS } from './trace-input';
import { MOST_PREVIEW_CHARACTERS } from './trace-previews';
import { TRACE_SOURCES, TRACE_STATUSES } from './trace.entity';

// These classes document the fast handlers; `trace-input.ts` is what checks traces, so nothing here validates.

const text = (mostCharacters: number) => ({ type: String, minLength: 1, maxLength: mostCharacters });
const whole = (least = 0) => ({ type: 'integer' as const, minimum: least, maximum: TRACE_LIMITS.whole });

/** Also with what the database cannot keep: that is replaced. */
const WHATEVER = { type: String, maxLength: MOST_PREVIEW_CHARACTERS, pattern: '^[\\s\\S]*$', nullable: true };

export class RecordPreviewsDto {
  /**
   * What was asked.
   * @example "How warm was it last night?"
   */
  @ApiPropertyOptional(WHATEVER)
  input?: string | null;

  /**
   * What was answered.
   * @example "19 degrees on average."
   */
  @ApiPropertyOptional(WHATEVER)
  output?: string | null;

  /**
   * What the prompt was rendered with; at most 10,000 characters as JSON.
   * @example { "entity_count": 12 }
   */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, nullable: true })
  variables?: Record<string, unknown> | null;
}

/** One use of a prompt. */
export class RecordTraceDto {
  /**
   * As OpenTelemetry has it, made by the client: the `traceId` of the resolve's answer. Sending it again stores it once.
   * @example "4bf92f3577b34da6a3ce929d0e0e4736"
   */
  @ApiProperty({ type: String, pattern: TRACE_ID })
  id: string;

  /**
   * The prompt's name.
   * @example "specialists/energy_analyst"
   */
  @ApiProperty(text(TRACE_LIMITS.promptName))
  promptName: string;

  /**
   * The version that was used; `null` when the words came from a prompt file.
   * @example 7
   */
  @ApiProperty({ ...whole(1), nullable: true })
  promptVersion: number | null;

  /**
   * The content hash of the words that were used; without it a trace never counts in an experiment.
   * @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
   */
  @ApiProperty({ type: String, pattern: HASH_PATTERN, nullable: true })
  contentHash: string | null;

  /**
   * Where the words came from, as the resolve's answer says.
   * @example "experiment"
   */
  @ApiProperty({ type: String, enum: TRACE_SOURCES })
  source: (typeof TRACE_SOURCES)[number];

  /**
   * The experiment that chose the words, with its variant; of no other source.
   * @example "0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77"
   */
  @ApiPropertyOptional({ type: String, format: 'uuid', pattern: UUID, nullable: true })
  experimentId?: string | null;

  /**
   * The variant that the conversation has in it.
   * @example "control"
   */
  @ApiPropertyOptional({ ...text(TRACE_LIMITS.variant), nullable: true })
  variant?: string | null;

  /**
   * The conversation that the prompt was used in.
   * @example "conv-8f14e45f"
   */
  @ApiPropertyOptional({ ...text(TRACE_LIMITS.conversationId), nullable: true })
  conversationId?: string | null;

  /**
   * Which agent used it.
   * @example "energy_analyst"
   */
  @ApiPropertyOptional({ ...text(TRACE_LIMITS.agent), nullable: true })
  agent?: string | null;

  /**
   * Which model answered.
   * @example "gpt-4.1-mini"
   */
  @ApiPropertyOptional({ ...text(TRACE_LIMITS.model), nullable: true })
  model?: string | null;

  /**
   * When it began, by the client's clock and with its offset; at most 24 hours in the future.
   * @example "2026-01-31T09:30:00.000Z"
   */
  @ApiProperty({ type: String, format: 'date-time', pattern: MOMENT, maxLength: 64 })
  startedAt: string;

  /**
   * How long it took, in milliseconds.
   * @example 1840
   */
  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: TRACE_LIMITS.latencyMs, nullable: true })
  latencyMs?: number | null;

  /**
   * Tokens that the model read.
   * @example 812
   */
  @ApiPropertyOptional({ ...whole(), nullable: true })
  inputTokens?: number | null;

  /**
   * Tokens that the model wrote.
   * @example 95
   */
  @ApiPropertyOptional({ ...whole(), nullable: true })
  outputTokens?: number | null;

  /**
   * What it cost, in the currency that the team uses throughout.
   * @example 0.0042
   */
  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: TRACE_LIMITS.cost, nullable: true })
  cost?: number | null;

  /**
   * How it ended; `unfinished`: nobody said.
   * @example "ok"
   */
  @ApiProperty({ type: String, enum: TRACE_STATUSES })
  status: (typeof TRACE_STATUSES)[number];

  /** What was said and heard; NUL and halves of surrogate pairs become U+FFFD. Dropped unless the server was told to keep it. */
  @ApiPropertyOptional({ type: RecordPreviewsDto, nullable: true })
  previews?: RecordPreviewsDto | null;
}

export class RecordTracesDto {
  /** Each is taken or rejected by itself. */
  @ApiProperty({ type: [RecordTraceDto], minItems: 1, maxItems: MOST_ITEMS })
  traces: RecordTraceDto[];
}
