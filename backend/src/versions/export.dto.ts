import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { Optional } from './field-rules';
import { MAX_VERSION } from './version.dto';

export class ExportQueryDto {
  /**
   * Which version; the latest when absent.
   * @example 3
   */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_VERSION })
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_VERSION)
  version?: number;
}
