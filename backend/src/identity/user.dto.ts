import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { ROLES, type Role } from './principal';
import type { User } from './user.entity';
import { PageDto } from '../page.dto';

/** Printable ASCII around one `@`; compared without regard to case. */
export const EMAIL = /^[!-?A-~]{1,64}@[!-?A-~]{1,255}$/;
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 200;

/** Its own name keeps the Swagger plugin from adding the values a second time. */
const IsRole = (): PropertyDecorator => IsIn(ROLES);
const isGiven = (_: object, value: unknown): boolean => value !== undefined;

export class CreateUserDto {
  /**
   * Signs in with this; unique, whatever its case.
   * @example "ada@example.com"
   */
  @ApiProperty({ pattern: EMAIL.source })
  @IsString()
  @Matches(EMAIL, { message: 'email must be an e-mail address' })
  email: string;

  /**
   * What people call them.
   * @example "Ada Lovelace"
   */
  @IsString()
  @Length(1, 100)
  name: string;

  /** viewer: reads and resolves. editor: also writes prompts. admin: everything. */
  @ApiProperty({ enum: ROLES, example: 'editor' })
  @IsRole()
  role: Role;

  /**
   * At least 12 characters; stored as an argon2id hash.
   * @example "correct horse battery staple"
   */
  @IsString()
  @Length(PASSWORD_MIN, PASSWORD_MAX)
  password: string;
}

export class UpdateUserDto {
  /**
   * What people call them.
   * @example "Ada Lovelace"
   */
  @ValidateIf(isGiven)
  @IsString()
  @Length(1, 100)
  name?: string;

  /** Applies to their next request. */
  @ApiProperty({ enum: ROLES, required: false, example: 'viewer' })
  @ValidateIf(isGiven)
  @IsRole()
  role?: Role;

  /**
   * A new password; ends their sessions.
   * @example "a password made of words"
   */
  @ValidateIf(isGiven)
  @IsString()
  @Length(PASSWORD_MIN, PASSWORD_MAX)
  password?: string;

  /**
   * A disabled person cannot sign in; disabling ends their sessions.
   * @example false
   */
  @ValidateIf(isGiven)
  @IsBoolean()
  disabled?: boolean;
}

export class UserDto {
  /**
   * Never changes.
   * @example "4b6fbb52-52f5-4e4c-9a55-8f2f8f3d1c11"
   */
  @ApiProperty({ format: 'uuid' })
  id: string;

  /**
   * In lower case.
   * @example "ada@example.com"
   */
  email: string;

  /**
   * What people call them.
   * @example "Ada Lovelace"
   */
  name: string;

  /** What they may do. */
  @ApiProperty({ enum: ROLES, example: 'editor' })
  role: Role;

  /**
   * Whether they are kept from signing in.
   * @example false
   */
  disabled: boolean;

  /**
   * When they were added.
   * @example "2026-01-31T09:30:00.000Z"
   */
  createdAt: Date;
}

export class UserPageDto extends PageDto {
  /** Oldest first. */
  items: UserDto[];
}

export function toUserDto({ id, email, name, role, disabledAt, createdAt }: User): UserDto {
  return { id, email, name, role, disabled: disabledAt !== null, createdAt };
}
