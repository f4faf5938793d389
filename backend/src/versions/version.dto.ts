import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import type { TemplateFormat, VersionContent } from '@prompt-registry/resolver';
import { IsDefined, IsIn, IsString, MaxLength } from 'class-validator';
import { ContentProperty, FORMATS, TYPES } from './content.dto';
import { Labels, MAX_MESSAGE_LENGTH, Optional, RawJson, VersionNumber } from './field-rules';
import { PageDto, PageQueryDto } from '../page.dto';
import type { PromptVersion } from './prompt-version.entity';
import { verifiedContent } from './stored-content';

/** New words for a prompt. */
export class PublishDto {
  @ContentProperty(
    'The words: a text, or messages for a chat prompt. Line ends become LF; nothing is trimmed.',
  )
  @IsDefined()
  @RawJson()
  content: string | object[];

  /** The template format; the latest version's when absent. */
  @ApiPropertyOptional({ enum: FORMATS, example: 'f-string' })
  @Optional()
  @IsIn(FORMATS)
  templateFormat?: TemplateFormat;

  /** Settings kept with the version, for the agent to use; the latest version's when absent. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { temperature: 0 } })
  @RawJson()
  config?: Record<string, unknown>;

  /**
   * Why: the commit message.
   * @example "Ask for evidence"
   */
  @Optional()
  @IsString()
  @MaxLength(MAX_MESSAGE_LENGTH)
  @ApiPropertyOptional({ maxLength: MAX_MESSAGE_LENGTH })
  message?: string;

  @Labels('Labels to move to the new version in the same change; protected ones need an admin.')
  moveLabels?: string[];
}

export class RollbackDto {
  @VersionNumber('The version to bring back.', { of: 'body' })
  version: number;

  /**
   * Why; "Rollback to version 2" when absent.
   * @example "The new wording was too long"
   */
  @Optional()
  @IsString()
  @MaxLength(MAX_MESSAGE_LENGTH)
  @ApiPropertyOptional({ maxLength: MAX_MESSAGE_LENGTH })
  message?: string;
}

/** A version; it never changes. */
export class VersionDto {
  /**
   * The prompt's id.
   * @example "7b0f4f2e-2f0d-4d0c-9a8e-0d8f3f6f2f11"
   */
  @ApiProperty({ format: 'uuid' })
  promptId: string;

  /**
   * The prompt's name.
   * @example "specialists/energy_analyst"
   */
  name: string;

  /**
   * 1, 2, 3 ... without gaps.
   * @example 3
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /** Fixed for a prompt. */
  @ApiProperty({ enum: TYPES, example: 'text' })
  type: 'text' | 'chat';

  /** How variables are written. */
  @ApiProperty({ enum: FORMATS, example: 'f-string' })
  templateFormat: TemplateFormat;

  @ContentProperty('The words: a text, or the messages of a chat prompt.')
  content: VersionContent['content'];

  /** Settings kept with the version, for the agent to use. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { temperature: 0 } })
  config: Record<string, unknown>;

  /**
   * The variables of the templates, in the order of their first use.
   * @example ["site_name"]
   */
  variables: string[];

  /**
   * SHA-256 in hex over the canonical JSON of type, templateFormat, content and config.
   * @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
   */
  contentHash: string;

  /**
   * Who published it: a person's e-mail address, an API key's name, or `seed`.
   * @example "ada@example.com"
   */
  author: string;

  /**
   * Why.
   * @example "Ask for evidence"
   */
  message: string;

  /** The version it was written on top of; `null` for the first. */
  @ApiProperty({ type: 'integer', nullable: true, example: 2 })
  parentVersion: number | null;

  /** The version that a rollback brought back. */
  @ApiProperty({ type: 'integer', nullable: true, example: null })
  restoredFrom: number | null;

  /**
   * When it was published.
   * @example "2026-01-31T09:30:00.000Z"
   */
  createdAt: Date;

  /**
   * The labels that point here now.
   * @example ["production"]
   */
  labels: string[];
}

/** A version without its words. */
export class VersionSummaryDto extends OmitType(VersionDto, ['content', 'config'] as const) {}

export class PublishedVersionDto extends VersionDto {
  /**
   * False when the words are those of the latest version, which is then what is answered.
   * @example true
   */
  created: boolean;
}

export class VersionListQueryDto extends PageQueryDto {
  /**
   * Part of a commit message, in any case.
   * @example "evidence"
   */
  @Optional()
  @IsString()
  @MaxLength(200)
  @ApiPropertyOptional({ maxLength: 200 })
  q?: string;
}

export class VersionListDto extends PageDto {
  /** Newest first. */
  items: VersionSummaryDto[];
}

export class VersionRefDto {
  /** The prompt's id or URL-encoded name. */
  @ApiProperty({ example: 'architect' })
  @IsString()
  id: string;

  @VersionNumber("The version's number.", { of: 'url' })
  version: number;
}

type Row = Omit<PromptVersion, 'id' | 'prompt'>;

/**
 * A stored version as it is handed out.
 * @throws DomainError VERSION_CORRUPT.
 */
export function toVersionDto(row: Row, name: string, labels: readonly string[]): VersionDto {
  const { promptId, version, type, templateFormat, ...rest } = row;
  const { content, config } = verifiedContent(row);
  const { variables, contentHash, author, message, parentVersion, restoredFrom, createdAt } = rest;
  return {
    promptId,
    name,
    version,
    type,
    templateFormat,
    content,
    config: { ...config },
    variables,
    contentHash,
    author,
    message,
    parentVersion,
    restoredFrom,
    createdAt,
    labels: [...labels],
  };
}
