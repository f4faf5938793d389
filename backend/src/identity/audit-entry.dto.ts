import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsISO8601, IsString, Length, Matches, Max, Min, ValidateIf } from 'class-validator';
import type { AuditEntry, AuditReference } from './audit-entry.entity';
import { MOMENT } from './moment';

const ACTOR_TYPES = ['user', 'key', 'system'] as const;
const isGiven = (_: object, value: unknown): boolean => value !== undefined;
const momentMessage = {
  message: '$property must be a date and time with its offset, such as 2026-01-31T09:30:00Z',
};

export class AuditQueryDto {
  /**
   * Id or name of who did it.
   * @example "ada@example.com"
   */
  @ValidateIf(isGiven)
  @IsString()
  @Length(1, 320)
  actor?: string;

  /**
   * What was done, as `subject.verb`.
   * @example "prompt.created"
   */
  @ValidateIf(isGiven)
  @IsString()
  @Length(1, 100)
  action?: string;

  /**
   * What kind of thing it was done to.
   * @example "prompt"
   */
  @ValidateIf(isGiven)
  @IsString()
  @Length(1, 100)
  subjectType?: string;

  /**
   * Id of the thing.
   * @example "4b6fbb52-52f5-4e4c-9a55-8f2f8f3d1c11"
   */
  @ValidateIf(isGiven)
  @IsString()
  @Length(1, 320)
  subjectId?: string;

  /**
   * Name of the thing at that time.
   * @example "energy/analyst"
   */
  @ValidateIf(isGiven)
  @IsString()
  @Length(1, 320)
  subjectName?: string;

  /** From this moment on. */
  @ApiProperty({
    type: String,
    format: 'date-time',
    pattern: MOMENT.source,
    required: false,
    example: '2026-01-31T09:30:00Z',
  })
  @ValidateIf(isGiven)
  @IsISO8601({ strict: true })
  @Matches(MOMENT, momentMessage)
  from?: string;

  /** Before this moment. */
  @ApiProperty({
    type: String,
    format: 'date-time',
    pattern: MOMENT.source,
    required: false,
    example: '2026-02-01T00:00:00Z',
  })
  @ValidateIf(isGiven)
  @IsISO8601({ strict: true })
  @Matches(MOMENT, momentMessage)
  to?: string;

  /**
   * `next` of the answer before, for what follows it.
   * @example "4711"
   */
  @ValidateIf(isGiven)
  @Matches(/^[1-9]\d{0,17}$/, { message: 'cursor must be the `next` of an answer' })
  cursor?: string;

  /**
   * Items at most.
   * @example 50
   */
  @ApiProperty({ type: 'integer', default: 50, required: false })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number = 50;
}

export class AuditEntryDto {
  /**
   * Grows with time.
   * @example "4712"
   */
  id: string;

  /**
   * When it was done.
   * @example "2026-01-31T09:30:00.000Z"
   */
  at: Date;

  /** Who did it: a person, an API key or the server itself. */
  @ApiProperty({ enum: ACTOR_TYPES, example: 'user' })
  actorType: (typeof ACTOR_TYPES)[number];

  /** Id of the person or key; `null` for the server itself. */
  @ApiProperty({ type: String, nullable: true, example: '4b6fbb52-52f5-4e4c-9a55-8f2f8f3d1c11' })
  actorId: string | null;

  /**
   * E-mail address of the person or name of the key, at that time.
   * @example "ada@example.com"
   */
  actorName: string;

  /**
   * What was done, as `subject.verb`.
   * @example "prompt.created"
   */
  action: string;

  /**
   * What kind of thing it was done to.
   * @example "prompt"
   */
  subjectType: string;

  /**
   * Id of the thing.
   * @example "4b6fbb52-52f5-4e4c-9a55-8f2f8f3d1c11"
   */
  subjectId: string;

  /**
   * Name of the thing at that time.
   * @example "energy/analyst"
   */
  subjectName: string;

  /** References to what was before, such as a version; `null` when there was nothing. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { version: 7 } })
  before: AuditReference | null;

  /** References to what is after; `null` when there is nothing. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { version: 8 } })
  after: AuditReference | null;

  /** Id of the request, also in the server's log; `null` for the server itself. */
  @ApiProperty({ type: String, nullable: true, example: '0f4e9d5c-5b0e-4a53-8f1c-6d5a2b1c9e77' })
  requestId: string | null;
}

export class AuditPageDto {
  /** Newest first. */
  items: AuditEntryDto[];

  /** Send it as `cursor` for what follows; `null`: nothing does. */
  @ApiProperty({ type: String, nullable: true, example: '4711' })
  next: string | null;
}

export function toAuditEntryDto(entry: AuditEntry): AuditEntryDto {
  return { ...entry };
}
