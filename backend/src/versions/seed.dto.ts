import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { TEMPLATE_FORMATS, type TemplateFormat } from '@prompt-registry/resolver';
import { IsBoolean, IsIn } from 'class-validator';
import { Optional, TextList } from './field-rules';
import { FILE_FORMATS, type FileFormat } from './foreign/convert-foreign';

const MAX_PATHS = 1_000;
const MAX_PATH_LENGTH = 500;

export class SeedDto {
  /**
   * Only report what would happen.
   * @example false
   */
  @Optional()
  @IsBoolean()
  dryRun?: boolean;

  /** Files that changed while people edited the prompt: `report` them, or `import` them on top of the latest version. */
  @ApiPropertyOptional({ enum: ['report', 'import'], default: 'report', example: 'report' })
  @Optional()
  @IsIn(['report', 'import'])
  onConflict?: 'report' | 'import';

  @TextList(
    'Only these files, by their paths in the report; all when absent.',
    ['specialists/energy_analyst.md'],
    { mostItems: MAX_PATHS, maxLength: MAX_PATH_LENGTH, of: 'body' },
  )
  files?: string[];
}

export const SEED_STATUSES = ['created', 'new_version', 'unchanged', 'conflict', 'skipped'] as const;

export class SeededFileDto {
  /**
   * The file, relative to the folder of prompt files; `#` and a name follow for one of several prompts in a file.
   * @example "specialists/energy_analyst.md"
   */
  path: string;

  /** The prompt; `null` when the file does not say which. */
  @ApiProperty({ type: String, nullable: true, example: 'specialists/energy_analyst' })
  name: string | null;

  /** What became of it, or would. */
  @ApiProperty({ enum: SEED_STATUSES, example: 'created' })
  status: (typeof SEED_STATUSES)[number];

  /** The version that has the file's content. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, example: 1 })
  version?: number;

  /** What the file is written in: our own format, or that of another tool, from which it is converted. */
  @ApiPropertyOptional({ enum: FILE_FORMATS, example: 'prompt file' })
  format?: FileFormat;

  /** Whether it is one text or messages. */
  @ApiPropertyOptional({ enum: ['text', 'chat'], example: 'text' })
  type?: 'text' | 'chat';

  /** How its variables are written. */
  @ApiPropertyOptional({ enum: TEMPLATE_FORMATS, example: 'f-string' })
  templateFormat?: TemplateFormat;

  /**
   * Where the template format is from.
   * @example "detected: it has the field {site_name}"
   */
  templateFormatReason?: string;

  /**
   * The variables found.
   * @example ["site_name"]
   */
  variables?: string[];

  /**
   * Labels that the new prompt has, or would; absent when there are none.
   * @example ["production"]
   */
  labels?: string[];

  /**
   * Why it is in conflict or was skipped, with the line where there is one.
   * @example "is not valid UTF-8"
   */
  reason?: string;

  /**
   * What to look at, though it was read.
   * @example []
   */
  warnings: string[];
}

export class SeedCountsDto {
  /**
   * New prompts.
   * @example 18
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  created: number;

  /**
   * New versions of prompts that were imported before.
   * @example 0
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  newVersion: number;

  /**
   * Contents that were imported before.
   * @example 0
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  unchanged: number;

  /**
   * Files and prompts that both changed.
   * @example 0
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  conflict: number;

  /**
   * Files that could not be used.
   * @example 0
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  skipped: number;
}

export class SeedReportDto {
  /**
   * Whether nothing was written.
   * @example false
   */
  dryRun: boolean;

  /** One entry a file, by path. */
  files: SeededFileDto[];

  /** How many files came to what. */
  counts: SeedCountsDto;
}
