import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import {
  CHAT_ROLES,
  TEMPLATE_FORMATS,
  type ChatMessage,
  type ChatPlaceholder,
  type JsonObject,
  type PlainValue,
} from '@prompt-registry/resolver';
import { ProblemDto } from '../problems/problem.dto';
import { LIMITS } from './resolve-input';

// These classes document the fast handlers; `resolve-input.ts` is what checks requests, so nothing here validates.

const ROLE = { type: 'string', enum: [...CHAT_ROLES] };
const MESSAGE = {
  type: 'object',
  required: ['role', 'content'],
  properties: { role: ROLE, content: { type: 'string' }, name: { type: 'string' } },
  additionalProperties: false,
};
const PLACEHOLDER = {
  type: 'object',
  required: ['type', 'name'],
  properties: { type: { type: 'string', enum: ['placeholder'] }, name: { type: 'string' } },
  additionalProperties: false,
};
const SAFE_INTEGER = Number.MAX_SAFE_INTEGER;
const VARIABLE = {
  oneOf: [
    { type: 'string' },
    { type: 'number', minimum: -SAFE_INTEGER, maximum: SAFE_INTEGER },
    { type: 'boolean' },
    { type: 'array', items: MESSAGE, maxItems: 500 },
  ],
};

const SOURCES = ['experiment', 'version', 'label', 'latest', 'file'] as const;
const REASONS = [
  'assigned',
  'pinned_version',
  'pinned_label',
  'no_experiment',
  'no_conversation',
  'not_in_traffic',
  'paused',
  'conversation_began_earlier',
  'experiment_ended',
  'hash_version_unsupported',
  'experiment_invalid',
  'not_in_registry',
  'registry_unknown',
] as const;

/** How to choose among a prompt's versions. With both `version` and `label`, the version wins. */
export class ResolveQueryDto {
  /**
   * The conversation this prompt is used in: it decides the variant of a running experiment, always the same one.
   * @example "conv-8f14e45f"
   */
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: LIMITS.conversationId })
  conversationId?: string;

  /**
   * When the conversation began, with its offset: it keeps what was served then, for `PIN_HOURS`. Absent or in the future: now.
   * @example "2026-01-31T09:30:00Z"
   */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  conversationStartedAt?: string;

  /**
   * A label, or `latest`: its version, outside any experiment unless it is the label the prompt serves.
   * @example "production"
   */
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: LIMITS.label })
  label?: string;

  /**
   * Exactly this version, outside any experiment; wins over `label`.
   * @example 3
   */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: LIMITS.version })
  version?: number;
}

export class ResolveRequestDto extends ResolveQueryDto {
  /**
   * The prompt's name.
   * @example "specialists/energy_analyst"
   */
  @ApiProperty({ type: String, minLength: 1, maxLength: LIMITS.name })
  name: string;

  /**
   * Values to render with: a text, number or boolean for a variable (printed as Python prints it), a list of messages for a
   * placeholder. Given: every variable needs one, and the answer has `rendered`. At most 200.
   * @example { "entity_count": 12 }
   */
  @ApiPropertyOptional({ type: 'object', additionalProperties: VARIABLE, maxProperties: LIMITS.variables })
  variables?: Record<string, PlainValue | ChatMessage[]>;
}

export class ResolvedExperimentDto {
  /**
   * The experiment's id.
   * @example "0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77"
   */
  @ApiProperty({ format: 'uuid' })
  id: string;

  /**
   * The experiment's name.
   * @example "shorter-summary"
   */
  name: string;

  /**
   * The variant that the conversation has.
   * @example "control"
   */
  variant: string;
}

export class ResolvedDto {
  /**
   * The prompt's id; `null` when the words come from a prompt file.
   * @example "5f0c8a52-6f0e-4a8e-8f61-0c1f3a9b7d11"
   */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  promptId: string | null;

  /**
   * The prompt's name.
   * @example "specialists/energy_analyst"
   */
  name: string;

  /**
   * The version; `null` when the words come from a prompt file.
   * @example 7
   */
  @ApiProperty({ type: 'integer', minimum: 1, nullable: true })
  version: number | null;

  /**
   * One text, or a list of messages.
   * @example "text"
   */
  @ApiProperty({ type: String, enum: ['text', 'chat'] })
  type: 'text' | 'chat';

  /**
   * How variables are written in the content.
   * @example "f-string"
   */
  @ApiProperty({ type: String, enum: [...TEMPLATE_FORMATS] })
  templateFormat: (typeof TEMPLATE_FORMATS)[number];

  /**
   * The words as they were published: a text, or messages and placeholders.
   * @example "You look after {entity_count} entities."
   */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'array', items: { oneOf: [MESSAGE, PLACEHOLDER] } }] })
  content: string | Array<ChatMessage | ChatPlaceholder>;

  /**
   * What the team keeps with the version, such as a model and its settings; handed out unread.
   * @example { "temperature": 0.2 }
   */
  @ApiProperty({ type: 'object', additionalProperties: true })
  config: JsonObject;

  /**
   * The variables that the content asks for, in the order of their first use.
   * @example ["entity_count"]
   */
  variables: string[];

  /**
   * SHA-256 of type, template format, content and config.
   * @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
   */
  @ApiProperty({ type: String, pattern: '^[0-9a-f]{64}$' })
  contentHash: string;

  /**
   * Where the words come from. `file`: the registry has no such prompt, a prompt file has.
   * @example "experiment"
   */
  @ApiProperty({ type: String, enum: [...SOURCES] })
  source: (typeof SOURCES)[number];

  /**
   * Why these words, and not something higher in the precedence.
   * @example "assigned"
   */
  @ApiProperty({ type: String, enum: [...REASONS] })
  reason: (typeof REASONS)[number];

  /** The experiment that chose the words; only when `source` is `experiment`. */
  experiment?: ResolvedExperimentDto;

  /**
   * True when the database does not answer at the moment, so that the latest changes may be missing.
   * @example false
   */
  stale: boolean;

  /**
   * The registry's revision that the answer was made from.
   * @example 42
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  revision: number;

  /**
   * New for every answer: give it to the trace of this use, so that outcomes find the words.
   * @example "4bf92f3577b34da6a3ce929d0e0e4736"
   */
  @ApiProperty({ type: String, pattern: '^[0-9a-f]{32}$' })
  traceId: string;

  /**
   * The words with the variables filled in: a text, or messages. Only when `variables` were given.
   * @example "You look after 12 entities."
   */
  @ApiPropertyOptional({ oneOf: [{ type: 'string' }, { type: 'array', items: MESSAGE }] })
  rendered?: string | ChatMessage[];

  /**
   * Values that were given and that the content does not ask for. Only when `variables` were given.
   * @example []
   */
  extraVariables?: string[];
}

export class ResolveBatchRequestDto {
  /** Answered in this order, all from one revision. */
  @ApiProperty({ type: [ResolveRequestDto], minItems: 1, maxItems: LIMITS.batch })
  requests: ResolveRequestDto[];
}

export class BatchResolvedDto extends ResolvedDto {
  /**
   * This request was answered.
   * @example true
   */
  @ApiProperty({ type: Boolean, enum: [true] })
  ok: true;
}

export class BatchRefusedDto {
  /**
   * This request was refused.
   * @example false
   */
  @ApiProperty({ type: Boolean, enum: [false] })
  ok: false;

  /** Why; the same document as for a single request. */
  problem: ProblemDto;
}

export class ResolveBatchDto {
  /** One for each request, in order. */
  @ApiProperty({
    type: 'array',
    items: { oneOf: [{ $ref: getSchemaPath(BatchResolvedDto) }, { $ref: getSchemaPath(BatchRefusedDto) }] },
  })
  answers: Array<BatchResolvedDto | BatchRefusedDto>;
}
