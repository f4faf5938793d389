import { Controller, Get } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Operation } from '../problems/operation.decorator';
import { SNAPSHOT_LIMITS } from './snapshot-input';
import { SnapshotDto } from './snapshot.dto';

const ETAG = '"42-9f86d081884c7d659a2feaa0c55ad015"';
const HEADERS = {
  ETag: { description: 'Strong and opaque', schema: { type: 'string' as const }, example: ETAG },
  'X-Snapshot-Stale': {
    description:
      '`true` while the database is away, so that the latest changes may be missing; otherwise absent',
    schema: { type: 'string' as const, enum: ['true'] },
  },
};

const Names = (): MethodDecorator =>
  ApiQuery({
    name: 'names',
    required: false,
    description:
      'Only the prompts with these names; repeat the parameter for several. Names of no prompt are passed over.',
    schema: {
      type: 'array',
      minItems: 1,
      maxItems: SNAPSHOT_LIMITS.names,
      items: { type: 'string', minLength: 1, maxLength: SNAPSHOT_LIMITS.name },
      example: ['architect'],
    },
  });

/** Declares the snapshot routes, for the contract and for authorisation. Its methods are never run: `SnapshotRoutes` and `SnapshotEvents` serve them. */
@ApiTags('resolve')
@Controller('snapshot')
export class SnapshotController {
  @Get()
  @Names()
  @ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'The ETag of an earlier answer: 304 when it still holds.',
    schema: { type: 'string', example: ETAG },
  })
  @Operation({
    id: 'getSnapshot',
    summary: 'Everything needed to resolve in process',
    description:
      'Served, labelled and on-trial versions, and those that running conversations may be pinned to. Any other explicit version ' +
      'is one resolve by its number. Compressed for whoever accepts gzip. While the database is away it is the last good one, and ' +
      '`X-Snapshot-Stale` says so.',
  })
  @ApiOkResponse({ type: SnapshotDto, description: 'The snapshot', headers: HEADERS })
  @ApiResponse({ status: 304, description: 'What the sender has still holds', headers: HEADERS })
  getSnapshot(): SnapshotDto {
    throw declaredOnly();
  }

  @Get('events')
  @Names()
  @Operation({
    id: 'followSnapshot',
    summary: 'The changes of the snapshot, as they happen',
    description:
      'Server-sent events. First `hello` with `{"revision", "etag"}` of what is published now. Then, with every change, `change` with ' +
      '`{"revision", "previous", "etag", "prompts"}`: put these prompts in place of those with their ids, and a snapshot of revision ' +
      '`previous` becomes the one of `revision`, with the ETag `etag`. Without `prompts`, or when `previous` is not what you have, ' +
      'fetch the snapshot. A comment comes every 15 seconds. The stream ends with its API key, with the server, and for a client ' +
      'that does not read.',
    problems: ['STREAM_REFUSED'],
  })
  @ApiOkResponse({
    description: 'A stream of events without an end',
    content: {
      'text/event-stream': {
        schema: { type: 'string' },
        example: `event: hello\ndata: {"revision":42,"etag":${JSON.stringify(ETAG)}}\n\n`,
      },
    },
  })
  followSnapshot(): string {
    throw declaredOnly();
  }
}

function declaredOnly(): Error {
  return new Error('Served by SnapshotRoutes and SnapshotEvents; this handler must never run');
}
