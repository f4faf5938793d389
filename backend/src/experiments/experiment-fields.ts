import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { MAX_MESSAGE_LENGTH, Optional, TAG_PATTERN } from '../versions/field-rules';

/** Variants and layers. */
export const SLUG_NAME = '^[a-z0-9][a-z0-9._-]{0,63}$';
/** Metrics, as they are registered and written in traces. */
export const METRIC_NAME = '^[a-z][a-z0-9_.-]{0,63}$';
/** At least one character that is not blank, over any number of lines. */
const NOT_BLANK = '\\S';

export const MAX_EXPERIMENT_NAME_LENGTH = 120;
export const MAX_VARIANTS = 10;
export const MAX_METRICS = 20;
export const MAX_HYPOTHESIS_LENGTH = 4_000;
/** Least traffic share: one conversation in ten thousand. */
export const MIN_SHARE = 0.0001;
/** A year. */
const MAX_MINUTES = 525_600;
const MAX_UNITS = 100_000_000;

export const SLUG_NAME_RULE =
  'must be 1 to 64 of a-z, 0-9, ".", "_" and "-", starting with a letter or digit';
const METRIC_RULE = 'must be 1 to 64 of a-z, 0-9, "_", "." and "-", starting with a letter';

/** An experiment's name: one line. */
export const Name = (description: string, { optional = false } = {}): PropertyDecorator => {
  const schema = { type: String, minLength: 1, maxLength: MAX_EXPERIMENT_NAME_LENGTH, pattern: TAG_PATTERN };
  const documented = { ...schema, description, example: 'shorter steps' };
  return applyDecorators(
    ...(optional ? [ApiPropertyOptional(documented), Optional()] : [ApiProperty(documented)]),
    IsString(),
    MaxLength(MAX_EXPERIMENT_NAME_LENGTH),
    Matches(new RegExp(TAG_PATTERN), { message: 'must be one line that is not blank' }),
  );
};

/** Words of a person; `required`: and not blank. */
export const Reason = (
  description: string,
  example: string,
  { required = false } = {},
): PropertyDecorator => {
  const schema = { type: String, maxLength: MAX_MESSAGE_LENGTH, description, example };
  return applyDecorators(
    ...(required
      ? [
          ApiProperty({ ...schema, minLength: 1, pattern: NOT_BLANK }),
          Matches(new RegExp(NOT_BLANK), { message: 'must not be blank' }),
        ]
      : [ApiPropertyOptional(schema), Optional()]),
    IsString(),
    MaxLength(MAX_MESSAGE_LENGTH),
  );
};

/** The name of a metric. */
export const Metric = (description: string, example: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, pattern: METRIC_NAME, description, example }),
    Matches(new RegExp(METRIC_NAME), { message: METRIC_RULE }),
  );

/** Names of metrics, for `each`. */
export const EachMetric = (): PropertyDecorator =>
  Matches(new RegExp(METRIC_NAME), { each: true, message: `each ${METRIC_RULE}` });

interface Bounded {
  readonly description: string;
  readonly example: number;
  readonly default?: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** A number that may be absent. */
export const BoundedNumber = (options: Bounded): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: Number, ...options }),
    Optional(),
    IsNumber(),
    Min(options.minimum),
    Max(options.maximum),
  );

/** What somebody expects of the primary metric; `null` = not given. */
export const Expected = (
  description: string,
  example: number,
  [minimum, maximum]: readonly [number, number],
): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: Number,
      nullable: true,
      minimum,
      maximum,
      default: null,
      description,
      example,
    }),
    IsOptional(),
    IsNumber(),
    Min(minimum),
    Max(maximum),
  );

/** A whole number of minutes, at most a year, that may be absent. */
export const Minutes = (description: string, byDefault: number, minimum = 0): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'integer',
      minimum,
      maximum: MAX_MINUTES,
      default: byDefault,
      description,
      example: byDefault,
    }),
    Optional(),
    IsInt(),
    Min(minimum),
    Max(MAX_MINUTES),
  );

/** A whole number of conversations that may be absent; `null` = not given. */
export const Units = (description: string, byDefault: number | null): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'integer',
      minimum: 1,
      maximum: MAX_UNITS,
      default: byDefault,
      description,
      example: byDefault ?? 2_000,
      ...(byDefault === null ? { nullable: true } : {}),
    }),
    byDefault === null ? IsOptional() : Optional(),
    IsInt(),
    Min(1),
    Max(MAX_UNITS),
  );
