import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';

/** Labels people can set: lower case, not only digits (those are versions), not `latest` (that is computed). */
export const LABEL_PATTERN = '^(?!latest$)(?![0-9]+$)[a-z0-9][a-z0-9._-]{0,63}$';
/** What a prompt can serve: a label or `latest`. */
export const SERVES_PATTERN = '^(?![0-9]+$)[a-z0-9][a-z0-9._-]{0,63}$';
/** Agent role, depth, strategy, domain. */
export const SLUG_PATTERN = '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$';
/** Tags: no control characters, not blank. */
export const TAG_PATTERN =
  '^[^\\u0000-\\u001f\\u007f]*[^\\s\\u0000-\\u001f\\u007f][^\\u0000-\\u001f\\u007f]*$';

export const MAX_TAGS = 30;
export const MAX_TAG_LENGTH = 64;
export const MAX_DESCRIPTION_LENGTH = 2_000;
/** Commit messages and reasons of label moves. */
export const MAX_MESSAGE_LENGTH = 2_000;
/** Largest version number that a column can hold. */
export const MAX_VERSION = 2_147_483_647;
/** Labels that one request may set. */
export const MAX_LABELS = 20;

export const LABEL_RULE =
  'must be 1 to 64 of a-z, 0-9, ".", "_" and "-", starting with a letter or digit, not only digits, not "latest"';
export const SERVES_RULE = 'must be "latest" or a label';
const SLUG_RULE = 'must be 1 to 64 of letters, digits, "_", "." and "-", starting with a letter or digit';

/** The field may be absent, but not `null`. */
export const Optional = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** Any JSON, exactly as it was sent; what it may be is checked where it is used. */
export const RawJson = (): PropertyDecorator =>
  applyDecorators(
    Allow(),
    Transform(({ obj, key }) => (obj as Record<string, unknown>)[key]),
  );

/** A free word that people filter by; `null` removes it. */
export const Slug = (description: string, example: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: String, nullable: true, pattern: SLUG_PATTERN, description, example }),
    IsOptional(),
    IsString(),
    Matches(new RegExp(SLUG_PATTERN), { message: SLUG_RULE }),
  );

/** Words people filter by. */
export const Tags = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'array',
      maxItems: MAX_TAGS,
      uniqueItems: true,
      items: { type: 'string', maxLength: MAX_TAG_LENGTH, pattern: TAG_PATTERN },
      description: 'Words to filter by. Blanks around them are removed.',
      example: ['system', 'review'],
    }),
    Optional(),
    IsArray(),
    ArrayMaxSize(MAX_TAGS),
    ArrayUnique(),
    IsString({ each: true }),
    MaxLength(MAX_TAG_LENGTH, { each: true }),
    Matches(new RegExp(TAG_PATTERN), {
      each: true,
      message: 'must have no blank tags and no control characters',
    }),
  );

/** Labels to point at the new version. */
export const Labels = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'array',
      maxItems: MAX_LABELS,
      uniqueItems: true,
      items: { type: 'string', pattern: LABEL_PATTERN },
      description,
      example: ['staging'],
    }),
    Optional(),
    IsArray(),
    ArrayMaxSize(MAX_LABELS),
    ArrayUnique(),
    Matches(new RegExp(LABEL_PATTERN), { each: true, message: `each ${LABEL_RULE}` }),
  );

/** Several texts; as a query parameter one of them alone is a list too. */
export const TextList = (
  description: string,
  example: string[],
  { mostItems, maxLength, of }: { mostItems: number; maxLength: number; of: 'body' | 'url' },
): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'array',
      maxItems: mostItems,
      items: { type: 'string', maxLength },
      description,
      example,
    }),
    Optional(),
    // `?tag=a` is a list of one; in a body a text is not a list.
    ...(of === 'url'
      ? [Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))]
      : []),
    IsArray(),
    ArrayMaxSize(mostItems),
    IsString({ each: true }),
    MaxLength(maxLength, { each: true }),
  );

/** The number of a version; texts of paths and queries become numbers, texts in bodies do not. */
export const VersionNumber = (description: string, { of }: { of: 'body' | 'url' }): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_VERSION, description, example: 3 }),
    ...(of === 'url' ? [Type(() => Number)] : []),
    IsInt(),
    Min(1),
    Max(MAX_VERSION),
  );

/** Tags as they are stored: trimmed, without repetition. */
export function storedTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim()))];
}
