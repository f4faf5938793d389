import { ApiProperty } from '@nestjs/swagger';
import type { TemplateFormat } from '@prompt-registry/resolver';
import { FORMATS } from './content.dto';
import { VersionNumber } from './field-rules';

export class DiffQueryDto {
  @VersionNumber('The version before.', { of: 'url' })
  from: number;

  @VersionNumber('The version after.', { of: 'url' })
  to: number;
}

export class DiffLineDto {
  /** On which side the line is. */
  @ApiProperty({ enum: ['same', 'added', 'removed'], example: 'added' })
  kind: 'same' | 'added' | 'removed';

  /**
   * The line, without its line end.
   * @example "Name the evidence."
   */
  text: string;
}

/** A change with up to three lines of context on each side. */
export class HunkDto {
  /**
   * First line in the version before, from 1.
   * @example 4
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  fromLine: number;

  /**
   * Lines of the version before.
   * @example 6
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  fromCount: number;

  /**
   * First line in the version after, from 1.
   * @example 4
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  toLine: number;

  /**
   * Lines of the version after.
   * @example 7
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  toCount: number;

  /** The lines of both, in order. */
  lines: DiffLineDto[];
}

export class LineDiffDto {
  /** The changes; none when both are the same. */
  hunks: HunkDto[];

  /**
   * Lines added.
   * @example 1
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  added: number;

  /**
   * Lines removed.
   * @example 0
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  removed: number;

  /**
   * False when both differ so much that everything between the first and the last change is shown as replaced.
   * @example true
   */
  exact: boolean;
}

export class VariablesDiffDto {
  /**
   * Only in the version after.
   * @example ["locale"]
   */
  added: string[];

  /**
   * Only in the version before.
   * @example []
   */
  removed: string[];

  /**
   * In both.
   * @example ["site_name"]
   */
  kept: string[];
}

export class TemplateFormatDiffDto {
  /** Of the version before. */
  @ApiProperty({ enum: FORMATS, example: 'f-string' })
  from: TemplateFormat;

  /** Of the version after. */
  @ApiProperty({ enum: FORMATS, example: 'f-string' })
  to: TemplateFormat;
}

export class VersionDiffDto {
  /**
   * The version before.
   * @example 2
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  from: number;

  /**
   * The version after.
   * @example 3
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  to: number;

  /**
   * Whether both say exactly the same.
   * @example false
   */
  identical: boolean;

  /** The words. A chat is one line of JSON a message for its role, then its text, indented. */
  text: LineDiffDto;

  /** The config, as JSON with sorted keys. */
  config: LineDiffDto;

  /** The variables. */
  variables: VariablesDiffDto;

  /** The template formats. */
  templateFormat: TemplateFormatDiffDto;
}
