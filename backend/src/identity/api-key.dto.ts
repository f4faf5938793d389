import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsString,
  Length,
  Matches,
  ValidateIf,
} from 'class-validator';
import type { ApiKey } from './api-key.entity';
import { MOMENT } from './moment';
import { SCOPES, type Scope } from './principal';
import { PageDto } from '../page.dto';

export class CreateApiKeyDto {
  /**
   * What the key is for.
   * @example "energy agents"
   */
  @IsString()
  @Length(1, 100)
  name: string;

  /** What the key may be used for; `admin` includes all others. */
  @ApiProperty({
    enum: SCOPES,
    isArray: true,
    minItems: 1,
    maxItems: SCOPES.length,
    uniqueItems: true,
    example: ['resolve', 'record'],
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(SCOPES.length)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes: Scope[];

  /** When the key stops working; never, when left out. */
  @ApiProperty({
    type: String,
    format: 'date-time',
    pattern: MOMENT.source,
    required: false,
    example: '2099-12-31T00:00:00Z',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsISO8601({ strict: true })
  @Matches(MOMENT, {
    message: 'expiresAt must be a date and time with its offset, such as 2099-12-31T00:00:00Z',
  })
  expiresAt?: string;
}

export class ApiKeyDto {
  /**
   * Never changes.
   * @example "4b6fbb52-52f5-4e4c-9a55-8f2f8f3d1c11"
   */
  @ApiProperty({ format: 'uuid' })
  id: string;

  /**
   * What the key is for.
   * @example "energy agents"
   */
  name: string;

  /**
   * How the key begins; `configured` for the one from ADMIN_API_KEY.
   * @example "pr_4fK2b9Xq"
   */
  prefix: string;

  /** What the key may be used for. */
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['resolve', 'record'] })
  scopes: Scope[];

  /**
   * Who made it.
   * @example "ada@example.com"
   */
  createdBy: string;

  /**
   * When it was made.
   * @example "2026-01-31T09:30:00.000Z"
   */
  createdAt: Date;

  /** When it stops working; `null`: never. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2099-12-31T00:00:00.000Z' })
  expiresAt: Date | null;

  /** When it was revoked; `null`: it was not. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  revokedAt: Date | null;

  /** When it was last used, to the minute; `null`: never yet. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-01-31T09:31:00.000Z' })
  lastUsedAt: Date | null;
}

export class CreatedApiKeyDto extends ApiKeyDto {
  /**
   * The key itself. It is shown this once and stored nowhere.
   * @example "pr_4fK2b9Xq_nV0dXq7b3JmC8sYtG5hRwZ2kLpE1aU1OvJ98"
   */
  key: string;
}

export class ApiKeyPageDto extends PageDto {
  /** Newest first. */
  items: ApiKeyDto[];
}

export function toApiKeyDto(key: ApiKey): ApiKeyDto {
  const { id, name, prefix, scopes, createdBy, createdAt, expiresAt, revokedAt, lastUsedAt } = key;
  return { id, name, prefix, scopes, createdBy, createdAt, expiresAt, revokedAt, lastUsedAt };
}
