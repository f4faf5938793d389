import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';
import { Optional, TextList } from './field-rules';

const MAX_FILES = 1_000;
/** A file may be many prompts. */
const MAX_PROMPTS = 10_000;
const MAX_PATH_LENGTH = 500;
/** A path, `#`, and a name in the file. */
const MAX_REPORT_PATH_LENGTH = 1_000;

export class SentFileDto {
  /**
   * Where it was, relative to the folder of prompt files; it names the prompt unless the file does.
   * @example "specialists/energy_analyst.md"
   */
  @IsString()
  @Length(1, MAX_PATH_LENGTH)
  @ApiProperty({ minLength: 1, maxLength: MAX_PATH_LENGTH })
  path: string;

  /**
   * All of it, with its front matter; or a file of another tool.
   * @example "---\nagentRole: energy_analyst\n---\nYou look at the energy of {site_name}."
   */
  @IsString()
  text: string;
}

export class ImportDto {
  /** The files; send more of them in further requests. */
  @ApiProperty({ type: [SentFileDto], minItems: 1, maxItems: MAX_FILES })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_FILES)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => SentFileDto)
  files: SentFileDto[];

  /**
   * Only report what would happen.
   * @example true
   */
  @Optional()
  @IsBoolean()
  dryRun?: boolean;

  /** Files that say something else than what people wrote: `report` them, or `import` them on top of the latest version. */
  @ApiPropertyOptional({ enum: ['report', 'import'], default: 'report', example: 'report' })
  @Optional()
  @IsIn(['report', 'import'])
  onConflict?: 'report' | 'import';

  @TextList('Only these, by their paths in the report; all when absent.', ['specialists/energy_analyst.md'], {
    mostItems: MAX_PROMPTS,
    maxLength: MAX_REPORT_PATH_LENGTH,
    of: 'body',
  })
  only?: string[];
}
