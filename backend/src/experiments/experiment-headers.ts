import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiParam } from '@nestjs/swagger';

/** Documents the `{id}` of an experiment. */
export const ExperimentIdParam = (name = 'id'): MethodDecorator =>
  ApiParam({
    name,
    description: "The experiment's id.",
    schema: { type: 'string' },
    example: '0b9a7e52-5a0f-4f3f-9e0e-3a4d3f1a2b77',
  });

/** Documents that a change can say what it is based on. */
export const BasedOn = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The ETag of the experiment that the change is based on; `*` for whatever is there.',
      schema: { type: 'string', pattern: '^(\\*|(W/)?"[0-9]{1,10}")$' },
      example: '"3"',
    }),
  );
