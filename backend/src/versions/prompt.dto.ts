import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import type { TemplateFormat } from '@prompt-registry/resolver';
import { IsDefined, IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { MAX_PROMPT_NAME_LENGTH, PROMPT_NAME_PATTERN } from '../prompts/prompts.service';
import { ContentProperty, FORMATS, TYPES } from './content.dto';
import {
  Labels,
  MAX_DESCRIPTION_LENGTH,
  MAX_MESSAGE_LENGTH,
  Optional,
  RawJson,
  SERVES_PATTERN,
  SERVES_RULE,
  Slug,
  Tags,
} from './field-rules';
import { LabelDto } from './label.dto';
import { VersionDto, VersionSummaryDto } from './version.dto';

const SERVES_WORDS = 'What a plain resolve follows: `latest`, or a label, so that saving is not shipping.';

/** Changes to metadata; what is absent stays as it is. Words are changed by PUT, the name never. */
export class UpdatePromptDto {
  /**
   * One line for lists.
   * @example "Rates one insight."
   */
  @Optional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION_LENGTH)
  @ApiPropertyOptional({ maxLength: MAX_DESCRIPTION_LENGTH })
  description?: string;

  @Slug(
    'Which agent uses it, such as base_analyst, energy_analyst, behavioral_analyst, diagnostic_analyst, data_scientist, architect, synthesizer, dashboard_designer.',
    'architect',
  )
  agentRole?: string | null;

  @Slug('Analysis depth: quick, standard, deep, or your own.', 'deep')
  depth?: string | null;

  @Slug('Execution strategy: parallel, teamwork, or your own.', 'parallel')
  strategy?: string | null;

  @Slug('Domain: energy, behavioral, diagnostic, or your own.', 'energy')
  domain?: string | null;

  @Tags()
  tags?: string[];

  @ApiPropertyOptional({ description: SERVES_WORDS, pattern: SERVES_PATTERN, example: 'latest' })
  @Optional()
  @IsString()
  @Matches(new RegExp(SERVES_PATTERN), { message: SERVES_RULE })
  serves?: string;
}

/** A new prompt with its first version. */
export class CreatePromptDto extends UpdatePromptDto {
  /**
   * Unique without regard to case; `/` makes folders. Never changes.
   * @example "specialists/energy_analyst"
   */
  @ApiProperty({ maxLength: MAX_PROMPT_NAME_LENGTH, pattern: PROMPT_NAME_PATTERN })
  @IsString()
  @MaxLength(MAX_PROMPT_NAME_LENGTH)
  @Matches(new RegExp(PROMPT_NAME_PATTERN), {
    message:
      'must be 1 to 10 segments between slashes, each of letters, digits, "_", "." and "-", not starting with "." or "-" and not ending with "."',
  })
  name: string;

  /** `text` or `chat`; what the content is, when absent. */
  @ApiPropertyOptional({ enum: TYPES, example: 'text' })
  @Optional()
  @IsIn(TYPES)
  type?: 'text' | 'chat';

  /** How variables are written. */
  @ApiPropertyOptional({ enum: FORMATS, default: 'f-string', example: 'f-string' })
  @Optional()
  @IsIn(FORMATS)
  templateFormat?: TemplateFormat;

  @ContentProperty(
    'The words: a text, or messages for a chat prompt. Line ends become LF; nothing is trimmed.',
  )
  @IsDefined()
  @RawJson()
  content: string | object[];

  /** Settings kept with the version, for the agent to use. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { temperature: 0 } })
  @RawJson()
  config?: Record<string, unknown>;

  /**
   * Why: the commit message of version 1.
   * @example "First wording"
   */
  @Optional()
  @IsString()
  @MaxLength(MAX_MESSAGE_LENGTH)
  @ApiPropertyOptional({ maxLength: MAX_MESSAGE_LENGTH })
  message?: string;

  @Labels('Labels that point to version 1 from the start; protected ones need an admin.')
  labels?: string[];
}

/** A prompt with its latest version. */
export class PromptDto {
  /**
   * Never changes.
   * @example "7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11"
   */
  @ApiProperty({ format: 'uuid' })
  id: string;

  /**
   * Never changes either.
   * @example "specialists/energy_analyst"
   */
  name: string;

  /**
   * One line for lists.
   * @example "Consumption, generation, cost."
   */
  description: string;

  /** Which agent uses it. */
  @ApiProperty({ type: String, nullable: true, example: 'energy_analyst' })
  agentRole: string | null;

  /** Analysis depth. */
  @ApiProperty({ type: String, nullable: true, example: null })
  depth: string | null;

  /** Execution strategy. */
  @ApiProperty({ type: String, nullable: true, example: null })
  strategy: string | null;

  /** Domain. */
  @ApiProperty({ type: String, nullable: true, example: 'energy' })
  domain: string | null;

  /**
   * Words to filter by.
   * @example ["system"]
   */
  tags: string[];

  /** Fixed at creation. */
  @ApiProperty({ enum: TYPES, example: 'text' })
  type: 'text' | 'chat';

  @ApiProperty({ description: SERVES_WORDS, example: 'latest' })
  serves: string;

  /**
   * The newest version's number.
   * @example 3
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  latestVersion: number;

  /** The version that a plain resolve gets; `null` when the served label is not set. */
  @ApiProperty({ type: 'integer', nullable: true, example: 3 })
  servedVersion: number | null;

  /** Where each label points. */
  labels: LabelDto[];

  /**
   * Who created it.
   * @example "ada@example.com"
   */
  createdBy: string;

  /**
   * When it was created.
   * @example "2026-01-31T09:30:00.000Z"
   */
  createdAt: Date;

  /**
   * Who changed it last: words, labels or metadata.
   * @example "ada@example.com"
   */
  updatedBy: string;

  /**
   * When it was changed last.
   * @example "2026-01-31T09:30:00.000Z"
   */
  updatedAt: Date;

  /** When it was archived; `null` when it is not. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  archivedAt: Date | null;

  /** The latest version. */
  latest: VersionDto;
}

/** A prompt in a list: its latest version comes without the words. */
export class PromptSummaryDto extends OmitType(PromptDto, ['latest'] as const) {
  /** The latest version, without its words. */
  latest: VersionSummaryDto;
}
