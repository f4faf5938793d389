import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import {
  CHAT_ROLES,
  MAX_CONTENT_LENGTH,
  MAX_MESSAGES,
  MAX_NAME_LENGTH,
  TEMPLATE_FORMATS,
  type ChatRole,
} from '@prompt-registry/resolver';

export class ChatMessageDto {
  /** Who speaks. */
  @ApiProperty({ enum: CHAT_ROLES, example: 'system' })
  role: ChatRole;

  /**
   * What is said: a template in the version's format.
   * @example "You rate insights about {site_name}."
   */
  @ApiProperty({ maxLength: MAX_CONTENT_LENGTH })
  content: string;

  /**
   * Which of several speakers of a role.
   * @example "reviewer"
   */
  @ApiPropertyOptional({ minLength: 1, maxLength: MAX_NAME_LENGTH })
  name?: string;
}

export class ChatPlaceholderDto {
  /** What tells it from a message. */
  @ApiProperty({ enum: ['placeholder'], example: 'placeholder' })
  type: 'placeholder';

  /**
   * The name under which a list of messages is passed at render time.
   * @example "history"
   */
  @ApiProperty({ minLength: 1, maxLength: MAX_NAME_LENGTH })
  name: string;
}

const ENTRY = {
  oneOf: [{ $ref: getSchemaPath(ChatMessageDto) }, { $ref: getSchemaPath(ChatPlaceholderDto) }],
};

/** Documents the words of a version: a text, or a list of messages and placeholders. */
export const ContentProperty = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      description,
      oneOf: [
        { type: 'string', minLength: 1, maxLength: MAX_CONTENT_LENGTH, pattern: '\\S' },
        { type: 'array', minItems: 1, maxItems: MAX_MESSAGES, items: ENTRY },
      ],
      example: 'You rate insights about {site_name}.',
    }),
  );

/** The classes that {@link ContentProperty} refers to; on a controller, because a bundler renames decorated DTO classes. */
export const ContentModels = (): ClassDecorator => ApiExtraModels(ChatMessageDto, ChatPlaceholderDto);

export const FORMATS = [...TEMPLATE_FORMATS];
export const TYPES = ['text', 'chat'] as const;
