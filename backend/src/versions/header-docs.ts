import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiParam, ApiResponse } from '@nestjs/swagger';

const ETAG_EXAMPLE = '"3.0"';

/** The `ETag` header of an answer, for the contract. */
export const ETAG = {
  ETag: {
    description: 'The state that is answered; for If-Match and If-None-Match.',
    schema: { type: 'string' as const },
    example: ETAG_EXAMPLE,
  },
};

/** Documents that a read can be answered 304. */
export const Cacheable = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'The ETag of an earlier answer: 304 when it still holds.',
      schema: { type: 'string', example: '"2.0"' },
    }),
    ApiResponse({ status: 304, description: 'What the sender has still holds', headers: ETAG }),
  );

/** Documents that a change can or must say what it is based on. */
export const Preconditioned = ({ required }: { required: boolean }): MethodDecorator =>
  ApiHeader({
    name: 'If-Match',
    required,
    description: 'The ETag of the prompt that the change is based on; `*` for whatever is there.',
    schema: { type: 'string', pattern: '^(\\*|(W/)?"[0-9]{1,10}\\.[0-9]{1,10}")$', example: ETAG_EXAMPLE },
  });

/** Documents the `{id}` of a path. */
export const PromptIdParam = (): MethodDecorator =>
  ApiParam({
    name: 'id',
    description: "The prompt's id or URL-encoded name.",
    schema: { type: 'string', example: 'architect' },
  });
