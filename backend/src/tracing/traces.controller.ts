import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation } from '../problems/operation.decorator';
import { TraceDetailQuery } from './trace-detail.query';
import { TraceListDto, TraceListQueryDto } from './trace-list.dto';
import { TraceListQuery } from './trace-list.query';
import { TraceDetailDto } from './trace-detail.dto';

/** Reading what agents did. */
@ApiTags('traces')
@Controller('traces')
export class TracesController {
  constructor(
    private readonly traces: TraceListQuery,
    private readonly detail: TraceDetailQuery,
  ) {}

  @Get()
  @Operation({
    id: 'listTraces',
    summary: 'List uses of prompts',
    description:
      'Newest first. Pages by position, so that traces which arrive meanwhile shift nothing: send `nextCursor` back as `cursor` until it is `null`. With `conversationId` and `order=asc`: a conversation as it went.',
  })
  @ApiOkResponse({ type: TraceListDto })
  list(@Query() query: TraceListQueryDto): Promise<TraceListDto> {
    return this.traces.list(query);
  }

  @Get(':id')
  @ApiParam({
    name: 'id',
    description: 'The trace id: 32 hex digits, of either case.',
    schema: { type: 'string' },
    example: '4bf92f3577b34da6a3ce929d0e0e4736',
  })
  @Operation({
    id: 'getTrace',
    summary: 'Get a trace with the words that were served and what came of it',
    problems: ['TRACE_NOT_FOUND', 'VERSION_CORRUPT'],
  })
  @ApiOkResponse({ type: TraceDetailDto })
  get(@Param('id') id: string): Promise<TraceDetailDto> {
    return this.detail.get(id);
  }
}
