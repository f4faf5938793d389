import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { ROLES, SCOPES, type Role, type Scope } from './principal';
import { PASSWORD_MAX, PASSWORD_MIN } from './user.dto';

export class LoginDto {
  /**
   * The e-mail address, in any case.
   * @example "ada@example.com"
   */
  @IsString()
  @Length(1, 320)
  email: string;

  /**
   * The password.
   * @example "correct horse battery staple"
   */
  @IsString()
  @Length(1, PASSWORD_MAX)
  password: string;
}

export class ChangePasswordDto {
  /**
   * The password that is valid now.
   * @example "correct horse battery staple"
   */
  @IsString()
  @Length(1, PASSWORD_MAX)
  currentPassword: string;

  /**
   * The password from now on.
   * @example "a password made of words"
   */
  @IsString()
  @Length(PASSWORD_MIN, PASSWORD_MAX)
  newPassword: string;
}

export class MeDto {
  /** A signed-in person or an API key. */
  @ApiProperty({ enum: ['user', 'key'], example: 'user' })
  type: 'user' | 'key';

  /**
   * The person's or the key's id.
   * @example "4b6fbb52-52f5-4e4c-9a55-8f2f8f3d1c11"
   */
  @ApiProperty({ format: 'uuid' })
  id: string;

  /**
   * What the person or the key is called.
   * @example "Ada Lovelace"
   */
  name: string;

  /**
   * Of a person.
   * @example "ada@example.com"
   */
  email?: string;

  /** Of a person. */
  @ApiProperty({ enum: ROLES, required: false, example: 'editor' })
  role?: Role;

  /** What this credential may be used for. */
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['resolve', 'record', 'read', 'write'] })
  scopes: readonly Scope[];
}
