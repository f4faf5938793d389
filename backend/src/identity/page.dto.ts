import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** Which part of a list. */
export class PageQueryDto {
  /**
   * Which page, from 1.
   * @example 1
   */
  @ApiPropertyOptional({ type: 'integer', default: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  page?: number = 1;

  /**
   * Items a page.
   * @example 50
   */
  @ApiPropertyOptional({ type: 'integer', default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  pageSize?: number = 50;
}
