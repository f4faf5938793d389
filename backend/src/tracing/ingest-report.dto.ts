import { ApiProperty } from '@nestjs/swagger';
import { RejectedItemDto } from '../problems/problem.dto';

export class IngestReportDto {
  /**
   * Items that this batch stored.
   * @example 498
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  accepted: number;

  /**
   * Items that were there already, or earlier in the batch, with the same values.
   * @example 1
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  duplicates: number;

  /**
   * Of the accepted ones: kept, and never counted in an experiment.
   * @example 0
   */
  @ApiProperty({ type: 'integer', minimum: 0 })
  flagged: number;

  /** Items that were not taken, in the order of the batch. */
  rejected: RejectedItemDto[];
}
