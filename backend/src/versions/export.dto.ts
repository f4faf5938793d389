import { ApiPropertyOptional } from '@nestjs/swagger';
import { Optional, VersionNumber } from './field-rules';

export class ExportQueryDto {
  // Above the number, so that it has the last word.
  @ApiPropertyOptional()
  @Optional()
  @VersionNumber('Which version; the latest when absent.', { of: 'url' })
  version?: number;
}
