import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsUUID } from 'class-validator';
import { Optional, VersionNumber } from './field-rules';

const MAX_PROMPTS = 200;

export class ExportQueryDto {
  // Above the number, so that it has the last word.
  @ApiPropertyOptional()
  @Optional()
  @VersionNumber('Which version; the latest when absent.', { of: 'url' })
  version?: number;
}

export class ExportManyDto {
  /** The prompts, by their ids. */
  @ApiProperty({
    type: 'array',
    minItems: 1,
    maxItems: MAX_PROMPTS,
    items: { type: 'string', format: 'uuid' },
    example: ['0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_PROMPTS)
  @IsUUID(undefined, { each: true })
  ids: string[];
}

export class ExportedFileDto {
  /**
   * Where it belongs in a folder of prompt files.
   * @example "specialists/energy_analyst.md"
   */
  path: string;

  /** Which version of the prompt it is. */
  @ApiProperty({ type: 'integer', minimum: 1, example: 3 })
  version: number;

  /**
   * Markdown with front matter.
   * @example "---\nname: architect\ntemplateFormat: f-string\n---\nYou rate insights about {site_name}."
   */
  text: string;
}

export class ExportedFilesDto {
  /** One a prompt, by name. */
  files: ExportedFileDto[];
}
