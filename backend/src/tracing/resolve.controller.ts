import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Operation } from '../problems/operation.decorator';
import {
  BatchRefusedDto,
  BatchResolvedDto,
  ResolveBatchDto,
  ResolveBatchRequestDto,
  ResolvedDto,
  ResolveQueryDto,
  ResolveRequestDto,
} from './resolve.dto';
import { LIMITS } from './resolve-input';

const FINDING = ['PROMPT_NOT_FOUND', 'VERSION_NOT_FOUND', 'LABEL_NOT_FOUND', 'VERSION_CORRUPT'] as const;
const RENDERING = ['MISSING_VARIABLES', 'TEMPLATE_INVALID'] as const;
const ETAG = {
  ETag: {
    description: 'Weak: equal answers may differ in `traceId` and `revision`',
    schema: { type: 'string', example: 'W/"9f86d0:7:experiment:assigned"' },
  },
} as const;

/** Declares the resolve routes, for the contract and for authorisation. Its methods are never run: `ResolveRoutes` serves them. */
@ApiTags('resolve')
@Controller('resolve')
export class ResolveController {
  @Post()
  @HttpCode(200)
  @Operation({
    id: 'resolvePrompt',
    summary: 'What an agent gets: the words, their provenance, and a new trace id',
    description:
      'An explicit `version` is answered exactly; then an explicit `label` other than the served one; then the variant of a running ' +
      'experiment whose traffic includes the conversation; then what the prompt serves. A prompt that the registry does not know is ' +
      'answered from its prompt file (`source: file`). While the database is away, answers come from memory with `stale: true`. ' +
      'An archived prompt is PROMPT_NOT_FOUND.',
    problems: [...FINDING, ...RENDERING],
  })
  @ApiOkResponse({ type: ResolvedDto, description: 'The words' })
  resolvePrompt(@Body() _request: ResolveRequestDto): ResolvedDto {
    throw declaredOnly();
  }

  @Post('batch')
  @HttpCode(200)
  @Operation({
    id: 'resolvePrompts',
    summary: 'Several prompts at once, all from one revision',
    description:
      'Answers in the order of the requests; a request that is refused does not spoil the others. A batch with a malformed request is ' +
      'refused as a whole, and so is one whose answers would have more than 32 million characters.',
  })
  @ApiExtraModels(BatchResolvedDto, BatchRefusedDto)
  @ApiOkResponse({ type: ResolveBatchDto, description: 'One answer for each request' })
  resolvePrompts(@Body() _request: ResolveBatchRequestDto): ResolveBatchDto {
    throw declaredOnly();
  }

  @Get(':name')
  @Operation({
    id: 'resolvePromptByName',
    summary: 'The same by GET, for callers that poll: with an ETag, and without rendering',
    description:
      'An unchanged answer to If-None-Match is 304 without a body; the trace id of that use is then in `X-Trace-Id`. The slashes of a ' +
      'name are written %2F. Variables cannot be given here: render with POST, or in the caller.',
    problems: FINDING,
  })
  @ApiParam({
    name: 'name',
    description: "The prompt's URL-encoded name",
    schema: { type: 'string', minLength: 1, maxLength: LIMITS.name, example: 'architect' },
  })
  @ApiOkResponse({ type: ResolvedDto, description: 'The words', headers: ETAG })
  @ApiResponse({ status: 304, description: 'The answer with this ETag still holds' })
  resolvePromptByName(@Param('name') _name: string, @Query() _query: ResolveQueryDto): ResolvedDto {
    throw declaredOnly();
  }
}

function declaredOnly(): Error {
  return new Error('Served by ResolveRoutes; this handler must never run');
}
