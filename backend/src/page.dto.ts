import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** Which part of a list. */
export class PageQueryDto {
  /**
   * From 1.
   * @example 1
   */
  @ApiPropertyOptional({ type: 'integer', default: 1, minimum: 1, maximum: 1_000_000 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  page: number = 1;

  /**
   * Items a page.
   * @example 50
   */
  @ApiPropertyOptional({ type: 'integer', default: 50, minimum: 1, maximum: 200 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  pageSize: number = 50;
}

/** What every list answers beside its items. */
export class PageDto {
  /**
   * How many items there are on all pages.
   * @example 1
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  total: number;

  /**
   * Which page this is, from 1.
   * @example 1
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  page: number;

  /**
   * Items a page.
   * @example 50
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  pageSize: number;
}

/** The SQL offset of a page. */
export function offsetOf({ page, pageSize }: PageQueryDto): number {
  return (page - 1) * pageSize;
}
