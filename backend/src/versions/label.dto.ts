import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsISO8601, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import {
  LABEL_PATTERN,
  LABEL_RULE,
  MAX_MESSAGE_LENGTH,
  MAX_VERSION,
  Optional,
  SERVES_PATTERN,
  VersionNumber,
} from './field-rules';
import { PageDto, PageQueryDto } from '../page.dto';

const ISO_INSTANT = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$';

export class LabelDto {
  /**
   * The label.
   * @example "production"
   */
  label: string;

  /**
   * The version it points to.
   * @example 3
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /**
   * Since when.
   * @example "2026-01-31T09:30:00.000Z"
   */
  updatedAt: Date;

  /**
   * Who moved it there.
   * @example "ada@example.com"
   */
  updatedBy: string;
}

export class LabelListDto extends PageDto {
  /** By name. `latest` is computed and not among them. */
  items: LabelDto[];
}

export class MoveLabelDto {
  @VersionNumber('The version to point to.', { of: 'body' })
  version: number;

  /** Where the label must be now, unless it is at `version` already; `null` = nowhere. Absent = wherever it is. */
  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 1, maximum: MAX_VERSION, example: 2 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_VERSION)
  from?: number | null;

  /**
   * Why, for the history.
   * @example "Reviewed by the platform team"
   */
  @Optional()
  @IsString()
  @MaxLength(MAX_MESSAGE_LENGTH)
  @ApiPropertyOptional({ maxLength: MAX_MESSAGE_LENGTH })
  reason?: string;
}

export class LabelRefDto {
  /** The prompt's id or URL-encoded name. */
  @ApiProperty({ example: 'architect' })
  @IsString()
  id: string;

  /** The label. */
  @ApiProperty({ pattern: LABEL_PATTERN, example: 'production' })
  @Matches(new RegExp(LABEL_PATTERN), { message: LABEL_RULE })
  label: string;
}

export class ReadLabelRefDto {
  /** The prompt's id or URL-encoded name. */
  @ApiProperty({ example: 'architect' })
  @IsString()
  id: string;

  /** The label, or `latest`. */
  @ApiProperty({ pattern: SERVES_PATTERN, example: 'production' })
  @Matches(new RegExp(SERVES_PATTERN), { message: 'must be "latest" or a label' })
  label: string;
}

export class LabelAsOfQueryDto {
  /**
   * The moment to ask about, with its offset from UTC; now when absent.
   * @example "2026-01-31T09:30:00Z"
   */
  @ApiPropertyOptional({ format: 'date-time' })
  @Optional()
  @IsISO8601({ strict: true }, { message: 'must be a moment that exists in the calendar' })
  @Matches(new RegExp(ISO_INSTANT), { message: 'must be a moment such as 2026-01-31T09:30:00Z' })
  asOf?: string;
}

export class LabelMoveDto {
  /**
   * The label.
   * @example "production"
   */
  label: string;

  /** Where it pointed before; `null` when it was new. */
  @ApiProperty({ type: 'integer', nullable: true, example: 2 })
  fromVersion: number | null;

  /** Where it points since; `null` when it was removed. */
  @ApiProperty({ type: 'integer', nullable: true, example: 3 })
  toVersion: number | null;

  /**
   * Why.
   * @example "Reviewed by the platform team"
   */
  reason: string;

  /**
   * Who.
   * @example "ada@example.com"
   */
  movedBy: string;

  /**
   * When.
   * @example "2026-01-31T09:30:00.000Z"
   */
  at: Date;
}

export class LabelHistoryQueryDto extends PageQueryDto {
  /** Only this label. */
  @ApiPropertyOptional({ pattern: LABEL_PATTERN, example: 'production' })
  @Optional()
  @Matches(new RegExp(LABEL_PATTERN), { message: LABEL_RULE })
  label?: string;
}

export class LabelHistoryDto extends PageDto {
  /** Newest first. */
  items: LabelMoveDto[];
}

export class ProtectedLabelRefDto {
  /** The label, on every prompt. */
  @ApiProperty({ pattern: LABEL_PATTERN, example: 'production' })
  @Matches(new RegExp(LABEL_PATTERN), { message: LABEL_RULE })
  label: string;
}

export class ProtectedLabelDto {
  /**
   * The label, on every prompt.
   * @example "production"
   */
  label: string;

  /**
   * Who protected it.
   * @example "ada@example.com"
   */
  protectedBy: string;

  /**
   * Since when.
   * @example "2026-01-31T09:30:00.000Z"
   */
  protectedAt: Date;
}

export class ProtectedLabelListDto extends PageDto {
  /** By name. */
  items: ProtectedLabelDto[];
}
